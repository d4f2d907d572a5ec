import { createHash } from 'node:crypto';

interface GooglePart {
	text?: string;
	thought?: boolean;
	thoughtSignature?: string;
	inlineData?: { mimeType?: string; data?: string };
	functionCall?: { id?: string; name?: string; args?: unknown };
	functionResponse?: { id?: string; name?: string; response?: unknown };
}
interface GoogleContent {
	role?: string;
	parts?: GooglePart[];
}

const partFields = ['text', 'thought', 'thoughtSignature', 'inlineData', 'functionCall', 'functionResponse'];
const dataFields = ['text', 'inlineData', 'functionCall', 'functionResponse'] as const;
const mimeTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'];
/** Signatures that the real service accepts for calls of other models. */
const unsigned = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

export function googleSignature(name: string, args: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify([name, args]))
		.digest('base64');
}

export function parseVersion(model: string): number {
	return Number(/gemini-(\d+(?:\.\d+)?)/.exec(model)?.[1] ?? 0);
}

export function checkGoogleContents(contents: unknown, model: string): string | undefined {
	if (!Array.isArray(contents) || contents.length === 0) return '* GenerateContentRequest.contents: contents is not specified';
	for (const [index, content] of (contents as GoogleContent[]).entries()) {
		const wrong = checkContent(content, index) ?? checkOrder(contents, index);
		if (wrong) return wrong;
	}
	if (contents.at(-1).role === 'model') return 'Please ensure that single turn requests end with a user role or the role field is empty.';
	return parseVersion(model) >= 3 ? checkSignatures(contents) : undefined;
}

function checkContent({ role, parts, ...rest }: GoogleContent, index: number): string | undefined {
	if (Object.keys(rest).length > 0) return unknownName(Object.keys(rest)[0]!, `contents[${index}]`);
	if (role !== 'user' && role !== 'model') return 'Please use a valid role: user, model.';
	if (!Array.isArray(parts) || parts.length === 0)
		return `* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.`;
	for (const [place, part] of parts.entries()) {
		const at = `contents[${index}].parts[${place}]`;
		const unknown = Object.keys(part).find((field) => !partFields.includes(field));
		if (unknown) return unknownName(unknown, at);
		if (dataFields.filter((field) => part[field] !== undefined).length !== 1)
			return `* GenerateContentRequest.${at}.data: required oneof field 'data' must have one initialized field`;
		const wrong = checkPart(part, role, at);
		if (wrong) return wrong;
	}
	return undefined;
}

function checkPart({ inlineData, functionCall, functionResponse }: GooglePart, role: string, at: string): string | undefined {
	if (inlineData && !mimeTypes.includes(inlineData.mimeType ?? '')) return `Unsupported MIME type: ${inlineData.mimeType}`;
	if (inlineData && !/^[A-Za-z0-9+/]+={0,2}$/.test(inlineData.data ?? ''))
		return `Invalid value at '${at}.inline_data.data' (TYPE_BYTES), Base64 decoding failed for "…"`;
	if (functionCall && role !== 'model') return 'Please ensure that function call parts come with the role model.';
	if ((functionCall && !isObject(functionCall.args ?? {})) || (functionResponse && !isObject(functionResponse.response)))
		return `Invalid value at '${at}' (google.protobuf.Struct)`;
	const name = (functionCall ?? functionResponse)?.name;
	return (functionCall || functionResponse) && !name
		? `* GenerateContentRequest.${at}.${functionCall ? 'function_call' : 'function_response'}.name: Name cannot be empty.`
		: undefined;
}

/** Calls follow a question or results and need as many results, with the same ids if they have ids. */
function checkOrder(contents: GoogleContent[], index: number): string | undefined {
	const calls = listCalls(contents[index]);
	const before = contents[index - 1];
	if (calls.length > 0 && before?.role !== 'user')
		return 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.';
	const responses = (contents[index]!.parts ?? []).flatMap(({ functionResponse }) => functionResponse ?? []);
	const asked = listCalls(before);
	if (responses.length !== asked.length)
		return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
	const strange = responses.some((response, place) => response.name !== asked[place]!.name || response.id !== asked[place]!.id);
	return strange ? 'Please ensure that function response parts match the function call parts by name and id.' : undefined;
}

/** The first call of every step in the current turn needs its signature. */
function checkSignatures(contents: GoogleContent[]): string | undefined {
	const question = contents.findLastIndex(({ role, parts = [] }) => role === 'user' && !parts.some((part) => part.functionResponse));
	for (const [index, { parts = [] }] of contents.entries()) {
		const place = parts.findIndex(({ functionCall }) => functionCall !== undefined);
		if (place === -1) continue;
		const { functionCall, thoughtSignature: signature } = parts[place]!;
		if (signature === undefined && index > question)
			return `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${functionCall!.name}\`, position ${place + 1}.`;
		if (signature !== undefined && !unsigned.includes(signature) && signature !== googleSignature(functionCall!.name!, functionCall!.args))
			return 'Corrupted thought signature.';
	}
	return undefined;
}

function listCalls(content: GoogleContent | undefined): Array<{ id?: string; name?: string }> {
	return (content?.parts ?? []).flatMap(({ functionCall }) => functionCall ?? []);
}

function isObject(value: unknown): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function unknownName(field: string, at: string): string {
	return `Invalid JSON payload received. Unknown name "${field}" at '${at}': Cannot find field.`;
}
