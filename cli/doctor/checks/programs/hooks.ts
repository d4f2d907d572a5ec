import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSetting } from '../../../../core/base/settings/settings';
import { warnOfEngineV2 } from '../../../../manifests/gate/hooks/engine-v2';
import { communityFolder } from '../../../../manifests/scan/installed-packages';
import { fail, type Finding, ok, skipped, warn, type Check } from '../../check';
import { findN8nFolder } from './find-n8n';

const hookFile = /[\\/]n8n-nodes-troupe[\\/]dist[\\/]n8n-hooks\.js$/;

export const hooksCheck: Check = {
	id: 'hooks',
	looksAt: "EXTERNAL_HOOK_FILES, by which n8n asks Troupe's gate before it runs a workflow",
	look({ environment, home }) {
		const setting = readSetting('EXTERNAL_HOOK_FILES', environment);
		const started = judgeStarted(join(home, 'n8n'));
		if (setting === undefined && findN8nFolder(environment) === undefined)
			return started ? [started] : [skipped('There is no n8n for this user, and none in the home of Troupe.')];
		const files = (setting ?? '')
			.split(/[:;]/)
			.map((file) => file.trim())
			.filter((file) => hookFile.test(file));
		const engineV2 = warnOfEngineV2(environment);
		return [
			...(files.length === 0 ? [missing] : files.map((file) => (existsSync(file) ? ok(file) : fileMissing(file)))),
			...(started ? [started] : []),
			...(engineV2 === undefined ? [] : [warn(engineV2, 'Change the setting, then restart n8n.')]),
		];
	},
};

/** Judges the n8n that `npm start` keeps in the home of Troupe, and always starts with its hook. Undefined where there is none. */
function judgeStarted(userFolder: string): Finding | undefined {
	if (!existsSync(join(userFolder, '.n8n'))) return undefined;
	const file = join(communityFolder(userFolder), 'node_modules', 'n8n-nodes-troupe', 'dist', 'n8n-hooks.js');
	if (existsSync(file)) return ok(`npm start gives n8n the hook ${file}`);
	return fail(`The n8n in ${userFolder} has no hook: ${file} is missing.`, 'Run `npm start` again: it installs n8n-nodes-troupe there.');
}

const missing = warn(
	"EXTERNAL_HOOK_FILES does not name Troupe's hook in this environment. Without it, n8n runs packages that are not approved.",
	'Set it for n8n to <.n8n>/nodes/node_modules/n8n-nodes-troupe/dist/n8n-hooks.js. If it is set there, run this command with the environment of n8n.',
);

const fileMissing = (file: string) =>
	fail(`EXTERNAL_HOOK_FILES names ${file}, which is missing.`, 'Unpack the tarball of Troupe there, or correct the path.');
