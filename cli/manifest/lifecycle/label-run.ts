import { isVersionLabel } from '../../../core/base/version-label';
import type { ManifestKind } from '../../../manifests/documents/document-words';
import type { Label } from '../../../manifests/registry/registry-api';
import { parseReference, splitKind } from '../find/reference';
import { allOf, openRegistry, wrongUse, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';

export interface LabelOptions extends RegistryOptions {
	kind?: ManifestKind;
	remove?: boolean;
	list?: boolean;
	reason?: string;
}

export async function runLabel(
	subject: string | undefined,
	label: string | undefined,
	options: LabelOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	if (options.list) return listLabels(subject, label, options, terminal, await open(options, terminal));
	if (subject === undefined || label === undefined)
		throw wrongUse(
			subject === undefined ? 'No version was named' : 'No label was named',
			options.remove ? 'Write NAME LABEL --remove.' : 'Write NAME@VERSION LABEL, such as house-tone@1.1.0 production.',
		);
	if (!isVersionLabel(label))
		throw wrongUse(
			`${JSON.stringify(label.slice(0, 60))} is not a label`,
			'Write a letter, then a-z, 0-9 or -, 2 to 32 characters, such as production. `latest`, and what reads as a version, are not labels.',
		);
	const { api, caller } = await open(options, terminal);
	const { reason } = options;
	if (options.remove) {
		const { kind, name } = readName(subject, options);
		await api.removeLabel(caller, { kind, name, label, ...(reason !== undefined && { reason }) });
		terminal.note(printable(`The ${kind} ${name} has no label ${label} any more: whoever asks for it is refused.`));
		return 0;
	}
	const { kind, name, version } = parseReference(subject, options.kind);
	if (kind === undefined) throw noKind(subject);
	const set = await api.setLabel(caller, { kind, name, version, label, ...(reason !== undefined && { reason }) });
	if (options.json) terminal.print(JSON.stringify(set));
	terminal.note(printable(`${set.label} of the ${set.kind} ${set.name} points to ${set.version}.`));
	if (set.state === 'deprecated') terminal.note(printable(`${set.name} ${set.version} is deprecated: it runs with a warning.`));
	return 0;
}

async function listLabels(
	subject: string | undefined,
	label: string | undefined,
	options: LabelOptions,
	terminal: Terminal,
	{ api, caller }: OpenRegistry,
): Promise<ExitCode> {
	const { kind: said, rest } = splitKind(subject ?? '');
	const kind = said ?? options.kind;
	const labels: Label[] = [];
	for await (const one of allOf((cursor) => api.labels(caller, { ...(kind && { kind }), ...(rest && { name: rest }), cursor })))
		if (label === undefined || one.label === label) labels.push(one);
	if (options.json) labels.forEach((one) => terminal.print(JSON.stringify(one)));
	else if (labels.length === 0) terminal.note('There are no labels.');
	else
		tableLines(
			[
				{ name: 'name', title: 'name', value: (one) => `${one.kind}:${one.name}` },
				{ name: 'label', title: 'label', value: (one) => one.label },
				{ name: 'version', title: 'version', value: (one) => one.version },
				{ name: 'state', title: 'state', value: (one) => one.state },
				{ name: 'changedAt', title: 'since', value: (one) => one.changedAt },
				{ name: 'changedBy', title: 'by', value: (one) => one.changedBy },
				{ name: 'reason', title: 'reason', value: (one) => one.reason ?? '' },
			],
			labels,
			terminal,
			({ state }) => (state === 'approved' ? 'green' : state === 'deprecated' ? 'yellow' : 'red'),
		).forEach(terminal.print);
	return 0;
}

function readName(subject: string, options: LabelOptions): { kind: ManifestKind; name: string } {
	const { kind = options.kind, rest } = splitKind(subject);
	if (kind === undefined) throw noKind(subject);
	const at = rest.indexOf('@', 1);
	return { kind, name: at === -1 ? rest : rest.slice(0, at) };
}

const noKind = (subject: string) => wrongUse(`${subject} has no kind`, `Write it like prompt:${subject} or agent:${subject}.`);
