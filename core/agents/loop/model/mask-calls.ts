import { canonicalToken, tokenShape } from '../../../base/text/masked-token';
import type { PersonalDataVault } from '../../../ports/guardrails/vault';
import type { ChatResponse } from '../../../ports/models/models';
import { maskNative } from './mask-native';
import { mapTexts } from '../../../base/text/map-texts';
import { canonicalJson } from '../../../json-schema/canonical-json';
import { readArguments } from '../../../tools/read-arguments';
import type { Run } from '../run/run';

/** Masks personal data that a model wrote itself, such as a spelled-out address. Tools get the data, the trail does not. */
export async function maskCalls({ context: { vault } }: Run, response: ChatResponse): Promise<ChatResponse> {
	if (!response.toolCalls?.length) return response;
	const mask = (text: string) => maskBesideTokens(text, vault);
	const text = await mask(response.text);
	const toolCalls = await Promise.all(
		response.toolCalls.map(async (call) => {
			const { value } = readArguments(call.arguments);
			const masked = value && (await mapTexts(value, mask));
			const same = value && canonicalJson(masked) === canonicalJson(value);
			return { ...call, arguments: same ? call.arguments : value ? JSON.stringify(masked) : await mask(call.arguments) };
		}),
	);
	return { ...response, text, toolCalls, ...(response.native && { native: await maskNative(response.native, mask) }) };
}

/** Masks the model's own data but leaves copied tokens: `[EMAIL_1_k3f9x2].evil.example` must not become another address that hides the first. */
async function maskBesideTokens(text: string, vault: PersonalDataVault): Promise<string> {
	const masked = (await vault.mask(text)).text;
	const left = listTokens(masked);
	if (listTokens(text).every((token) => left.includes(token))) return masked;
	const pieces: string[] = [];
	let from = 0;
	for (const { 0: token, index } of text.matchAll(tokenShape)) {
		pieces.push((await vault.mask(text.slice(from, index))).text, token);
		from = index + token.length;
	}
	return [...pieces, (await vault.mask(text.slice(from))).text].join('');
}

const listTokens = (text: string): string[] => (text.match(tokenShape) ?? []).map(canonicalToken);
