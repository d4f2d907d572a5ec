import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { refusal } from '../../refusal';

/**
 * n8n's engine v2 runs workflows with `engineType` `v2` without hooks. Troupe's own nodes ask the gate themselves; others would run unchecked.
 */
const moduleName = 'engine-v2';

const fix = `Remove ${moduleName} from N8N_ENABLED_MODULES, or add it to N8N_DISABLED_MODULES.`;

/** Returns undefined if n8n lacks this engine. */
export function warnOfEngineV2(env?: Environment): string | undefined {
	return isEnabled(env)
		? `n8n's ${moduleName} is on. It asks no hook: nodes of other packages run unchecked in its workflows, whether they are approved or not. ${fix}`
		: undefined;
}

/** @throws TroupeError MANIFEST_NOT_APPROVED where n8n has this engine */
export function refuseEngineV2AtBoot(env?: Environment): void {
	if (!isEnabled(env)) return;
	throw refusal({
		code: 'MANIFEST_NOT_APPROVED',
		message: `n8n does not start, because of TROUPE_REQUIRE_APPROVED=boot: its ${moduleName} would run nodes without asking whether they are approved`,
		fix,
		details: { document: 'N8N_ENABLED_MODULES', reason: 'engine', expected: `modules without ${moduleName}`, actual: moduleName },
	});
}

/** @throws TroupeError MANIFEST_NOT_APPROVED for a workflow that this engine would run */
export function refuseEngineV2Workflow(settings: { engineType?: unknown } | undefined, nodeType: string): void {
	if (settings?.engineType !== 'v2') return;
	throw refusal({
		code: 'MANIFEST_NOT_APPROVED',
		message: `The workflow uses n8n's engine v2, which does not ask whether the node ${nodeType} is approved`,
		fix: 'Select the standard engine in the settings of the workflow (engineType).',
		details: { document: nodeType, reason: 'engine', expected: 'the standard engine', actual: 'v2' },
	});
}

function isEnabled(env?: Environment): boolean {
	const contains = (list: string | undefined) => (list ?? '').split(',').some((name) => name.trim() === moduleName);
	return contains(readSetting('N8N_ENABLED_MODULES', env)) && !contains(readSetting('N8N_DISABLED_MODULES', env));
}
