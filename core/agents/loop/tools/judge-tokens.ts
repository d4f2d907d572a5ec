import { findTokensInAddresses } from '../../../guardrails/addresses/tokens-in-addresses';
import { findChangedTokens, listKnownTexts } from '../../../guardrails/vault/changed-tokens';
import { tokenInJson } from '../../../base/text/masked-token';
import { mapTexts } from '../../../base/text/map-texts';
import type { ToolCall } from '../../../ports';
import { readArguments } from '../../../tools/read-arguments';
import { findMadeUp, type MadeUpField } from './find-made-up';
import type { Run } from '../run/run';

const foreign = (token: string): string =>
	`The tool was not called: its arguments hold ${token}, and no such placeholder exists here. Copy placeholders exactly. If none stands for the value, ask for it.`;
const maxNamed = 5;
const changed = (wrong: string[]): string =>
	`The tool was not called: its arguments hold ${wrong.slice(0, maxNamed).join(', and ')}, which it would not understand. Copy placeholders exactly, with their brackets, and do not encode them.`;
const invented = ({ field, token }: MadeUpField): string =>
	`The tool was not called: the value of ${field} is in none of the texts. The person gave one, which you see as ${token}: copy this placeholder exactly, with its brackets, or leave the field out if another one is meant.`;
const addressed =
	'The tool was not called: its arguments put personal data, a placeholder in brackets, into a URL that neither the person, a document nor a tool gave. Do not encode or shorten the placeholder. If this tool or another one takes the value as an argument of its own, use that, or a URL without the value. If neither is possible, say that you cannot do this. Do not ask for the value again: you have it.';

/**
 * Tells the model why its call cannot be made with the tokens that it wrote; undefined if it can.
 * @param input the arguments that the tool would get
 */
export async function judgeTokens(run: Run, call: ToolCall, input: unknown): Promise<{ text: string; code: string } | undefined> {
	const { given, vault } = run.context;
	const text = JSON.stringify(input);
	// A token that is unknown here belongs to another conversation, or was made up.
	const [unknown] = text.match(tokenInJson) ?? [];
	if (unknown) return { text: foreign(unknown.replaceAll('\\', '')), code: 'FOREIGN_TOKEN' };
	// Without its brackets, or with encoded ones, a token is not restored, and the tool would search for it.
	const plain = text.replace(/%5[bd]/gi, ' ');
	const wrong = await findChangedTokens(plain, vault, listKnownTexts(call.arguments, given));
	const spelled = wrong.map(({ start, end, token }) => `${plain.slice(start, end)} in place of ${token}`);
	if (spelled.length > 0) return { text: changed([...new Set(spelled)]), code: 'FOREIGN_TOKEN' };
	const madeUp = given && findMadeUp(readArguments(call.arguments).value ?? {}, given);
	if (madeUp) return { text: invented(madeUp), code: 'TOOL_ARGUMENTS_INVALID' };
	return (await holdsTokenInAddress(run, call)) ? { text: addressed, code: 'TOOL_ARGUMENTS_INVALID' } : undefined;
}

/** Returns whether a call puts a token into an address: the owner of the address would get the value when the tool or somebody else opens it. */
async function holdsTokenInAddress({ context: { given } }: Run, call: ToolCall): Promise<boolean> {
	if (!given || call.arguments.search(tokenInJson) < 0) return false;
	let holds = false;
	await mapTexts(readArguments(call.arguments).value, async (text) => {
		holds ||= findTokensInAddresses(text, given, '', 'argument').length > 0;
		return text;
	});
	return holds;
}
