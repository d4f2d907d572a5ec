import { homedir } from 'node:os';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { findPackageFolder } from '../../core/base/package-folder';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { integer, string, time } from '../../manifests/registry/api/answer-fields';
import { operation, type OperationContext } from './operation';

const state = Type.Enum(['ok', 'warn', 'fail', 'skipped']);
const diagnosis = Type.Object({
	version: string,
	home: string,
	time,
	state,
	checks: Type.Array(
		Type.Object({
			check: string,
			looksAt: string,
			state,
			milliseconds: integer,
			findings: Type.Array(Type.Object({ state, text: string, fix: Type.Optional(string) })),
		}),
	),
});
export type Diagnosis = Static<typeof diagnosis>;

interface Place {
	diagnose: (signal: AbortSignal) => Promise<Diagnosis>;
	grant?: Grant;
}

export const examineInstallation = operation({
	summary: 'Say what is wrong with the installation, and how to fix it',
	tag: 'doctor',
	method: 'GET',
	path: 'doctor',
	scope: 'doctor:read',
	// It reads every page of its databases.
	maxAtOnce: 1,
	input: {},
	output: diagnosis,
	refusals: { 501: 'The service cannot start its command line', 504: 'The checks did not end within 25 seconds' },
	async perform(_input, { host, signal }: OperationContext<Place>): Promise<Diagnosis> {
		const found = await host.diagnose(signal);
		return host.grant ? withoutFolders(found) : found;
	},
});

/** HTTP callers need the file, not the machine's folders. */
function withoutFolders(found: Diagnosis): Diagnosis {
	const folders = [
		[found.home, '$TROUPE_HOME'],
		[findPackageFolder(), '$TROUPE_PACKAGE'],
		[homedir(), '$HOME'],
	] as const;
	const shorten = (text: string) =>
		folders.reduce((shorter, [folder, name]) => (folder.length > 1 ? shorter.replaceAll(folder, name) : shorter), text);
	const checks = found.checks.map((check) => ({
		...check,
		findings: check.findings.map(({ text, fix, ...finding }) => ({
			...finding,
			text: shorten(text),
			...(fix !== undefined && { fix: shorten(fix) }),
		})),
	}));
	return { ...found, home: '$TROUPE_HOME', checks };
}
