import type { ManifestKind } from '../../../manifests/documents/document-words';
import type { ManifestFilter, ManifestSummary, Match, ResolveRequest } from '../../../manifests/registry/registry-api';
import { allOf, openRegistry, wrongUse, type RegistryOptions } from '../shared/open-registry';
import { findManifest, splitKind, typedNames } from './reference';
import { diffText, chooseFormat, summaryColumns } from '../shared/text';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { tellMore } from '../../terminal/tell-more';
import { printable, type Terminal } from '../../terminal/terminal';

export interface ListOptions extends RegistryOptions, Pick<ManifestFilter, 'kind' | 'name' | 'state' | 'text'> {
	withoutReport?: boolean;
	limit: number;
}

export interface DiffOptions extends RegistryOptions {
	kind?: ManifestKind;
}

export interface ResolveOptions extends RegistryOptions {
	kind?: ManifestKind;
	capability?: string[];
	instance?: string;
	limit: number;
}

export async function runList({ limit, ...options }: ListOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	const { kind, name, state, text } = options;
	const filter = { kind, name, state, text, limit: Math.min(limit + 1, 500) };
	const manifests: ManifestSummary[] = [];
	let read = 0;
	let isCut = false;
	for await (const one of allOf((cursor) => api.list(caller, { ...filter, cursor }), limit + 1)) {
		isCut = read++ === limit;
		if (isCut) break;
		if (options.withoutReport && one.testInSandbox === undefined) continue;
		if (options.json) terminal.print(JSON.stringify(one));
		manifests.push(one);
	}
	if (options.json) return 0;
	const isWhole = state === undefined && text === undefined && !options.withoutReport && !isCut;
	if (manifests.length > 0)
		tableLines(summaryColumns(typedNames(manifests, isWhole)), manifests, terminal, chooseFormat).forEach(terminal.print);
	else terminal.note('No published manifest matches.');
	if (options.withoutReport) manifests.forEach((one) => terminal.print(printable(`${one.name}@${one.version}: ${one.testInSandbox}`)));
	tellMore({ items: manifests, isCut }, terminal);
	return 0;
}

export async function runDiff(from: string, to: string, options: DiffOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const older = await findManifest(registry, from, options.kind);
	const newer = await findManifest(registry, /^[^@:]+$/.test(to) && to.length < 64 ? `${older.kind}:${older.name}@${to}` : to, older.kind);
	const diff = await registry.api.diff(registry.caller, older.sha256, newer.sha256);
	if (options.json) terminal.print(JSON.stringify(diff));
	else {
		terminal.note(printable(`${older.kind} ${older.name}: ${older.version} to ${newer.version}`));
		// Between two manifests of one version there is no version to rise.
		const shown = older.version === newer.version ? { ...diff, requiredBump: 'none' as const, reasons: [] } : diff;
		diffText(shown, terminal).forEach(terminal.print);
	}
	return 0;
}

/** Exits with 1 when nothing fits. */
export async function runResolve(words: string[], options: ResolveOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { kind, capability: capabilities, instance, limit } = options;
	const asked = askedFor(words.join(' '));
	if (Object.keys(asked).length === 0 && !capabilities)
		throw wrongUse(
			'Nothing to resolve was specified',
			'Specify NAME[@RANGE], a --capability, or a question such as "who can read a CRM?".',
		);
	const { api, caller } = await open(options, terminal);
	const matches = await api.resolve(caller, { kind, capabilities, instance, limit, ...asked });
	for (const match of matches) {
		if (options.json) terminal.print(JSON.stringify(match));
		else matchLines(match, terminal).forEach(terminal.print);
	}
	if (matches.length === 0) terminal.note('No approved manifest matches.');
	return matches.length > 0 ? 0 : 1;
}

/** `support`, `agent:support@^1.2`, or a question. */
function askedFor(text: string): Pick<ResolveRequest, 'kind' | 'name' | 'range' | 'question'> {
	if (text === '') return {};
	const { kind, rest } = splitKind(text);
	const [, name, range] = /^(@?[^@\s?]+)(?:@(.+))?$/.exec(rest) ?? [];
	if (name === undefined) return { question: text };
	return { ...(kind && { kind }), name, ...(range && { range }) };
}

function matchLines({ manifest, score, reasons, warnings }: Match, { style }: Terminal): string[] {
	const { kind, name, version, purpose } = manifest;
	return [
		`${style(['bold', chooseFormat(manifest)].flat() as Parameters<typeof style>[0], printable(`${name}@${version}`))}  ${kind}, score ${score.toFixed(2)}`,
		...(purpose ? [`    ${printable(purpose)}`] : []),
		...reasons.map((reason) => `    ${printable(reason)}`),
		...warnings.map((warning) => style('yellow', `    ${printable(warning)}`)),
	];
}
