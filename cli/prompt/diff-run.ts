import { diffArrays, diffWordsWithSpace } from 'diff';
import { describePrompt } from '../../core/prompts/describe-prompt';
import { proposeVersion } from '../../manifests/registry/rules/propose-version';
import { suffices } from '../../manifests/registry/rules/version-line';
import { openRegistry, type RegistryOptions } from '../manifest/shared/open-registry';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type NamedPrompt, readNamedPrompt } from './read-prompt';

interface TextPart {
	kind: 'same' | 'removed' | 'added';
	text: string;
}

/** Texts with more changes are compared by lines: the effort grows with the square of the changes. */
const maxChanges = 2_000;

/** Compares two texts by words, or by lines where most words differ. */
function compareWords(before: string, after: string): TextPart[] {
	const words = diffWordsWithSpace(before, after, { maxEditLength: maxChanges });
	if (words) return words.map(({ added, removed, value }) => ({ kind: toKind(added, removed), text: value }));
	const lines = diffArrays(toLines(before), toLines(after), { maxEditLength: maxChanges });
	if (lines) return lines.map(({ added, removed, value }) => ({ kind: toKind(added, removed), text: value.join('') }));
	return [
		{ kind: 'removed', text: before },
		{ kind: 'added', text: after },
	];
}

const toKind = (added: boolean, removed: boolean): TextPart['kind'] => (added ? 'added' : removed ? 'removed' : 'same');
const toLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

/** Keeps the lines near a change, and leaves out long equal parts. */
function nearChanges(parts: readonly TextPart[], context = 2): TextPart[] {
	return parts.map((part, index) => {
		const lines = part.text.split('\n');
		if (part.kind !== 'same' || lines.length <= 2 * context + 2) return part;
		const head = index === 0 ? [] : lines.slice(0, context + 1);
		const tail = index === parts.length - 1 ? [] : lines.slice(-context - 1);
		return { ...part, text: [...head, '…', ...tail].join('\n') };
	});
}

export async function runPromptDiff(
	first: string,
	second: string,
	options: RegistryOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const before = await readNamedPrompt(first, options, terminal, open);
	const after = await readNamedPrompt(second, options, terminal, open);
	const words = compareWords(unifyLineEnds(before.content), unifyLineEnds(after.content));
	const meaning = await describeChange(before, after);
	if (options.json) terminal.print(JSON.stringify({ from: identify(before), to: identify(after), ...meaning, words }));
	else [...wordLines(words, before.content === after.content, terminal), ...meaningLines(before, after, meaning)].forEach(terminal.print);
	return 0;
}

/** An editor that saves them otherwise changes no word. */
const unifyLineEnds = (text: string): string => text.replaceAll('\r\n', '\n');

const identify = ({ name, version }: NamedPrompt) => ({ name, version });

async function describeChange(before: NamedPrompt, after: NamedPrompt) {
	const listInputs = async ({ content, name, file }: NamedPrompt) =>
		(await describePrompt(content, file ?? `The prompt ${name}`)).variables;
	const old = await listInputs(before);
	const now = await listInputs(after);
	const published = { ...before, versions: [before.version], variables: old };
	const { version, bump, reasons } = await proposeVersion(published, { ...after, variables: now });
	return {
		added: now.filter((name) => !old.includes(name)),
		removed: old.filter((name) => !now.includes(name)),
		bump,
		reasons,
		version,
		// Two names have no versions in common.
		...(before.name === after.name && { isEnough: suffices(after.version, [before.version], bump) || bump === 'none' }),
	};
}

/** Shows changed words as `[-removed-]` and `{+added+}`, as git does. */
function wordLines(words: readonly TextPart[], isSame: boolean, { style }: Terminal): string[] {
	if (words.every(({ kind }) => kind === 'same'))
		return [isSame ? 'The texts are the same.' : 'The texts are the same, but for the ends of their lines.'];
	const show = ({ kind, text }: TextPart) => {
		if (kind === 'same') return printable(text);
		return kind === 'removed' ? style('red', `[-${printable(text)}-]`) : style('green', `{+${printable(text)}+}`);
	};
	return nearChanges(words).map(show).join('').split('\n');
}

function meaningLines(before: NamedPrompt, after: NamedPrompt, meaning: Awaited<ReturnType<typeof describeChange>>): string[] {
	const { added, removed, bump, reasons, version, isEnough } = meaning;
	const names = (title: string, list: string[]) => (list.length === 0 ? [] : [printable(`${title}: ${list.join(', ')}`)]);
	const needed = bump === 'none' ? 'The change asks for no new version.' : `The change asks for a ${bump} version, ${version} or higher:`;
	const verdict = isEnough === false ? [`${after.version} is not enough after ${before.version}.`] : [];
	return [
		'',
		...names('inputs added', added),
		...names('inputs removed', removed),
		needed,
		...reasons.map((one) => `  ${printable(one)}`),
		...verdict,
	];
}
