import type { ManifestDiff, ManifestSummary } from '../../../manifests/registry/registry-api';
import { countNouns } from '../../../core/base/text/count-nouns';
import { diffTexts, type DiffLine } from '../../../core/base/text/diff-lines';
import type { Column } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';

type Format = Parameters<Terminal['style']>[0];

const formats: Record<ManifestSummary['state'], Format> = {
	draft: 'cyan',
	rejected: 'yellow',
	approved: 'green',
	deprecated: 'yellow',
	revoked: 'red',
};
export const chooseFormat = ({ state, problems }: Pick<ManifestSummary, 'state' | 'problems'>): Format =>
	problems === undefined ? formats[state] : 'red';

/** People decided it, and gates may refuse it all the same. */
export const describeState = ({ state, problems }: Pick<ManifestSummary, 'state' | 'problems'>): string =>
	problems === undefined ? state : `${state}, refused`;
export const countApprovals = (approvals: ManifestSummary['approvals']): number =>
	approvals.filter(({ notCounted }) => notCounted === undefined).length;

export const summaryColumns = (nameOf: (one: ManifestSummary) => string): Array<Column<ManifestSummary>> => [
	{ name: 'kind', title: 'kind', value: ({ kind }) => kind },
	{ name: 'manifest', title: 'manifest', value: nameOf },
	{ name: 'state', title: 'state', value: describeState },
	{ name: 'approvals', title: 'approvals', value: ({ approvals, threshold }) => `${countApprovals(approvals)}/${threshold}` },
	{ name: 'author', title: 'author', value: ({ author }) => author },
	{ name: 'sha256', title: 'sha256', value: ({ sha256 }) => sha256.slice(0, 12) },
	{ name: 'about', title: '', value: describeManifest },
];

function describeManifest({ state, successor, reason, notes, capabilities, problems }: ManifestSummary): string {
	if (problems !== undefined) return problems.join('; ');
	if (state === 'deprecated' || state === 'revoked')
		return [successor && `go to ${successor}`, reason].filter(Boolean).join(': ') || (state === 'revoked' ? 'runs nowhere' : '');
	if (state === 'rejected') return reason ?? '';
	if (notes !== undefined) return notes;
	return capabilities.slice(0, 4).join(', ') + (capabilities.length > 4 ? ', …' : '');
}

export function summaryText({ kind, name, version, state, approvals, threshold, sha256, problems }: ManifestSummary): string {
	const missing = state === 'draft' ? `, ${countApprovals(approvals)} of ${threshold} approvals` : '';
	const refused = problems === undefined ? '' : `, and gates refuse it: ${problems.join('; ')}`;
	return printable(`${kind} ${name} ${version}: ${state}${missing}, manifest ${sha256}${refused}`);
}

/** A comparison for people: what changed where, and what that asks of the version. */
export function diffText(
	{ changes, requiredBump, reasons }: Pick<ManifestDiff, 'changes' | 'requiredBump' | 'reasons'>,
	terminal: Terminal,
): string[] {
	if (changes.length === 0) return ['Nothing differs.'];
	return [
		...changes.flatMap((change) => changeLines(change, terminal)),
		requiredBump === 'none' ? 'The change asks for no new version.' : `The change asks for a ${requiredBump} version:`,
		...reasons.map((reason) => `  ${printable(reason)}`),
	];
}

function changeLines({ path, kind, from, to }: ManifestDiff['changes'][number], { style }: Terminal): string[] {
	const sign = { added: '+', removed: '-', changed: '~' }[kind];
	const lines: DiffLine[] =
		kind === 'changed'
			? changedLines(from, to)
			: valueLines(kind === 'added' ? to : from).map((line) => [kind === 'added' ? '+' : '-', line]);
	const colours = { '+': 'green', '-': 'red', ' ': 'dim' } as const;
	return [
		style('bold', `${sign} ${printable(path)}`),
		...lines.map(([side, line]) => style(colours[side], `    ${side} ${printable(line)}`.trimEnd())),
	];
}

function changedLines(from: unknown, to: unknown): DiffLine[] {
	if (typeof from === 'string' && typeof to === 'string' && `${from}${to}`.includes('\n')) return diffTexts(from, to);
	return [...valueLines(from).map((line): DiffLine => ['-', line]), ...valueLines(to).map((line): DiffLine => ['+', line])];
}

const longestValue = 40;

function valueLines(value: unknown): string[] {
	if (value === undefined) return [];
	const lines = (typeof value === 'string' ? value : JSON.stringify(value, null, 2)).split('\n');
	return lines.length > longestValue ? [...lines.slice(0, longestValue), `… ${lines.length - longestValue} more lines`] : lines;
}

const maxNamed = 5;

/** Tells a signer what no manifest can hold, its own files first. */
export function computedLoadsText(files: readonly string[]): string {
	const inside = (file: string) => file.includes('node_modules/');
	const named = [...files.filter((file) => !inside(file)), ...files.filter(inside)].slice(0, maxNamed);
	const more = files.length > named.length ? `, and ${files.length - named.length} more` : '';
	return `${countNouns(files.length, 'file')} can load code by computed names, or run files and texts as code (workers, vm, fork, dlopen), which no manifest can list: ${named.join(', ')}${more}. Review them, or sign with --permissions.`;
}
