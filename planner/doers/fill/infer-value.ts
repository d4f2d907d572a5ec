import type { Field, NodeStep } from '../../tree/plan-tree';

export const sent = /^(?:text|message|body|content|question|emailBody|html)$/i;
const asks = /^question$/i;
const words = [/^(?:reply|resposta|answer)$/i, /(?:reply|resposta|answer)/i, /(?:message|mensagem|text|texto|body|corpo|summary|resumo)/i];

const mails = [/e-?mail/i, /recipient|destinat/i];
const phones = [/phone|telefone|celular|mobile|whats/i, /recipient|destinat/i];
const persons = [/customer|client|contact|contato|supplier|fornecedor|person|pessoa/i];
/** Parameters that say to whom, and the names of fields that can say it. */
const recipients: ReadonlyArray<readonly [RegExp, readonly RegExp[]]> = [
	[/^(?:to|sendTo|toEmail|email|emailAddress|toRecipients|toAddress)$/i, [...mails, ...persons]],
	[/^(?:phone|phoneNumber|recipientPhoneNumber|toNumber)$/i, [...phones, ...persons]],
	[/^recipient(?:Id)?$/i, [...mails, ...phones, ...persons]],
	[/^chat_?id$/i, [/chat/i]],
];

/** Finds the intended variable of a parameter: by its name, else an earlier step's text or addressee. Undefined for none or several. */
export function inferValue(parameter: string, { reads = [] }: Pick<NodeStep, 'reads'>, known: readonly Field[]): string | undefined {
	const read = reads.map((name): Field => known.find((one) => one.name === name) ?? { name, type: 'text' });
	for (const fields of [read, known]) {
		const found = fields.find(({ name }) => name === parameter) ?? findMeant(parameter, fields, fields === read);
		if (found) return found.name;
	}
	return undefined;
}

function findMeant(parameter: string, fields: readonly Field[], areRead: boolean): Field | undefined {
	const texts = fields.filter(({ type }) => type === 'text');
	const patterns = recipients.find(([pattern]) => pattern.test(parameter))?.[1];
	if (patterns) return findFirst(patterns, texts);
	if (!sent.test(parameter)) return undefined;
	const others = texts.filter(({ name }) => ![...mails, ...phones, ...persons, /chat|_?id$/i].some((pattern) => pattern.test(name)));
	return findFirst(words, others.toReversed(), true) ?? (asks.test(parameter) && areRead && others.length === 1 ? others[0] : undefined);
}

/** @param takesFirst whether the first of several counts */
function findFirst(patterns: readonly RegExp[], fields: readonly Field[], takesFirst = false): Field | undefined {
	for (const pattern of patterns) {
		const found = fields.filter(({ name }) => pattern.test(name));
		if (found.length > 0) return found.length === 1 || takesFirst ? found[0] : undefined;
	}
	return undefined;
}
