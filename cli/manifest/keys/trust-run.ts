import { countNouns } from '../../terminal/format-text';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import { troupeHome } from '../../../core/base/home';
import { rootFileName } from '../../../manifests/documents/documents';
import { openTrust } from '../../../manifests/package/verify-package';
import { forgetMarks, listMarks } from '../../../manifests/trust/high-water';
import { formatTimeLeft } from '../../../manifests/trust/stale-policy';
import type { TrustStore } from '../../../manifests/trust/trust-store';
import { machineTrust } from '../../../manifests/gate/machine-trust';
import { confirmed } from '../../terminal/confirm';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';

export interface ShowTrustOptions {
	trust?: string;
	json?: boolean;
}

export interface ResetTrustOptions {
	yes?: boolean;
	json?: boolean;
}

export async function runShowTrust(options: ShowTrustOptions, terminal: Terminal): Promise<ExitCode> {
	const request = await machineTrust(options, terminal.environment);
	const { pinnedTrust = '' } = request;
	const trust = openTrust(request);
	const { ver, roles, exp, development } = trust.root.document;
	const root = {
		from: trust.rootFrom,
		version: ver,
		sha256: trust.root.sha256,
		development,
		goodUntil: new Date(exp * 1000).toISOString(),
	};
	const life = readLife(trust);
	const marks = listMarks(troupeHome(terminal.environment));
	if (options.json) {
		const { text: _, ...snapshot } = life;
		terminal.print(JSON.stringify({ folder: pinnedTrust, root: { ...root, roles }, snapshot, ...marks }));
		return 0;
	}
	const pinned = existsSync(join(resolve(pinnedTrust), rootFileName)) ? '' : ', where nothing is pinned yet';
	terminal.print(`trust folder  ${pinnedTrust}${pinned}`);
	terminal.print(
		`root          edition ${ver}, ${root.from}${development ? ', for development only' : ''}, until ${root.goodUntil}, SHA-256 ${root.sha256}`,
	);
	for (const line of life.text) terminal.print(printable(line));
	for (const [role, { keyIds, threshold }] of Object.entries(roles))
		terminal.print(printable(`${`${role} keys`.padEnd(14)}${threshold} of ${keyIds.map((keyId) => nameKey(keyId, trust)).join(', ')}`));
	terminal.print(`last seen     ${marks.lastSeen === 0 ? 'never' : new Date(marks.lastSeen).toISOString()}`);
	if (marks.sources.length > 0) tellMarks(marks.sources, terminal);
	return 0;
}

function readLife(trust: TrustStore) {
	try {
		const { document, from, warnings, kind } = trust.snapshot();
		const { ver, iat, exp, offline, graceSeconds = 0 } = document;
		const endMs = Math.min((exp + (offline === undefined ? graceSeconds : 0)) * 1000, trust.root.document.exp * 1000);
		const [issued, livesUntil] = [iat * 1000, endMs].map((ms) => new Date(ms).toISOString());
		const whose = offline === undefined ? '' : `; a bundle that ${offline.requestedBy} asked for, for a site without a network`;
		const left = endMs > trust.nowMs ? `${formatTimeLeft(endMs - trust.nowMs)} left` : 'served by the stale policy';
		return {
			version: ver,
			from,
			kind,
			issued,
			livesUntil,
			...(offline && { offline }),
			warnings,
			text: [
				`snapshot      ${ver}, ${from}, issued ${issued}`,
				`lives until   ${livesUntil}, ${left}${whose}`,
				...warnings.map((warning) => `warning       ${warning}`),
			],
		};
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		const { code, message, fix } = error;
		return { refused: { code, message, fix }, text: [`snapshot      none is valid: ${message}. ${fix ?? ''}`.trimEnd()] };
	}
}

function nameKey(keyId: string, trust: TrustStore): string {
	const owner = trust.root.document.owners?.[keyId];
	return owner === undefined ? keyId : `${keyId} (${owner})`;
}

function tellMarks(sources: ReturnType<typeof listMarks>['sources'], terminal: Terminal): void {
	tableLines(
		[
			{ name: 'source', title: 'accepted from', value: ({ source }) => source },
			{ name: 'root', title: 'root', numeric: true, value: ({ root }) => root?.version ?? null },
			{ name: 'snapshot', title: 'snapshot', numeric: true, value: ({ snapshot }) => snapshot?.version ?? null },
			{ name: 'at', title: 'at', value: ({ at }) => new Date(at).toISOString() },
		],
		sources,
		terminal,
	).forEach(terminal.print);
}

/** Resets the marks after an older trust folder was restored on purpose, or after the clock was far ahead. */
export async function runResetTrust(options: ResetTrustOptions, terminal: Terminal): Promise<ExitCode> {
	terminal.note('This machine will accept older snapshots and roots once more. Continue only if you know why it refuses the present ones.');
	if (!(await confirmed('Forget which documents were accepted?', options, terminal))) {
		terminal.note('Nothing was changed.');
		return 1;
	}
	const { file, sources } = forgetMarks(troupeHome(terminal.environment));
	if (options.json) terminal.print(JSON.stringify({ file, sources }));
	terminal.note(
		`Forgot ${countNouns(sources.length, 'mark')} in ${file}. Restart n8n, the workers and services: until then they keep their recorded times.`,
	);
	return 0;
}
