import { listValues } from '../../../flow/list-values';
import { findTokensInAddresses } from '../../../guardrails/addresses/tokens-in-addresses';
import { findChangedTokens, listKnownTexts } from '../../../guardrails/vault/changed-tokens';
import { secretMask } from '../../../guardrails/secrets/mask-secrets';
import { tokenInJson } from '../../../base/text/masked-token';
import { mapTexts } from '../../../base/text/map-texts';
import type { ToolCall } from '../../../ports/models/models';
import { readArguments } from '../../../tools/read-arguments';
import { findMadeUp } from './find-made-up';
import { toldCalls } from '../../../prompt-texts/calls';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';

const maxNamed = 5;

/**
 * Tells the model why its tokens make the call impossible; undefined if it is possible. The mark of a hidden secret is not a password: a tool would
 * set the mark as one. @param input the restored arguments
 */
export async function judgeTokens(run: Run, call: ToolCall, input: unknown): Promise<{ text: string; code: string } | undefined> {
	const { given, vault } = run.context;
	const told = toldCalls[findPromptLanguage(run)];
	const text = JSON.stringify(input);
	const hidden = listValues(input).find(({ value }) => value.trim() === secretMask);
	if (hidden) return { text: told.hiddenSecret(hidden.path), code: 'TOOL_ARGUMENTS_INVALID' };
	// A token that is unknown here belongs to another conversation, or is invented.
	const [unknown] = text.match(tokenInJson) ?? [];
	if (unknown) return { text: told.foreignToken(unknown.replaceAll('\\', '')), code: 'FOREIGN_TOKEN' };
	// Without brackets, or with encoded ones, a token is not restored, and the tool would search for it.
	const plain = text.replace(/%5[bd]/gi, ' ');
	const wrong = await findChangedTokens(plain, vault, listKnownTexts(call.arguments, given));
	const spelled = wrong.map(({ start, end, token }) => `${plain.slice(start, end)} ${told.inPlaceOf} ${token}`);
	if (spelled.length > 0) return { text: told.changedTokens([...new Set(spelled)].slice(0, maxNamed).join('; ')), code: 'FOREIGN_TOKEN' };
	const madeUp = given && findMadeUp(readArguments(call.arguments).value ?? {}, given);
	if (madeUp) return { text: told.madeUp(madeUp.field, madeUp.token), code: 'TOOL_ARGUMENTS_INVALID' };
	return (await holdsTokenInAddress(run, call)) ? { text: told.inAddress, code: 'TOOL_ARGUMENTS_INVALID' } : undefined;
}

/** Returns whether a call puts a token into an address: its owner would get the value on opening. */
async function holdsTokenInAddress({ context: { given } }: Run, call: ToolCall): Promise<boolean> {
	if (!given || call.arguments.search(tokenInJson) < 0) return false;
	let holds = false;
	await mapTexts(readArguments(call.arguments).value, async (text) => {
		holds ||= findTokensInAddresses(text, given, '', 'argument').length > 0;
		return text;
	});
	return holds;
}
