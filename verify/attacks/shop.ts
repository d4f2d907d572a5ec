import { toolSecretPrefix, toolSecretServersSuffix } from '../../core/base/settings/setting-names';
import { orderCall } from '../range/orders';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';

/** Tools of a shop, as agents of companies have them, and calls of them. */
const shop = 'https://shop.example';

const closed = (properties: object, required = Object.keys(properties)) => ({
	type: 'object',
	properties,
	required,
	additionalProperties: false,
});
const text = { type: 'string' };

export const getOrder = {
	kind: 'http',
	name: 'get_order',
	description: 'An order.',
	method: 'GET',
	url: `${shop}/orders/{order}`,
	parameters: closed({ order: text }),
};
export const transfer = {
	kind: 'http',
	name: 'transfer',
	description: 'Transfers money.',
	method: 'POST',
	url: `${shop}/transfers`,
	parameters: closed({ to: text, amount: { type: 'number' } }),
};
export const refund = {
	kind: 'http',
	name: 'refund',
	description: 'Refunds an order.',
	method: 'POST',
	url: `${shop}/refunds`,
	parameters: closed({ order: text, amount: { type: 'number' } }),
};
export const sendMail = {
	kind: 'http',
	name: 'send_mail',
	description: 'Sends a mail.',
	method: 'POST',
	url: `${shop}/mails`,
	parameters: closed({ to: text, text }),
};

/** Without rules, tools that only read are allowed, and a person is asked about all others. */
export const asks = { tools: { define: [getOrder, transfer, refund, sendMail] } };
/** Nobody is asked. */
export const allowAll = { rules: [{ tool: '*', permission: 'allow', afterResults: true }] };
export const allowsAll = { tools: { ...asks.tools, ...allowAll } };
/** Refunds are allowed. @param more fields of the rule */
export const refunds = (more: object = {}, ...others: object[]) => ({
	tools: { define: [getOrder, refund, ...others], rules: [{ tool: 'refund', permission: 'allow', ...more }] },
});
export const afterResultsFix = 'Remove afterResults from the rule, limit it by arguments, or set TROUPE_APPROVALS=results=ask.';
/** An order of an attacker that this permission would fulfil. */
export const refundOrder = orderCall('refund', { order: 'B-9', amount: 9999 });
export const lookUp = { name: 'get_order', input: { order: 'A-1' } };
export const lookUps = (number: number) =>
	Array.from({ length: number }, (_, index) => ({ name: 'get_order', input: { order: `A-${index}` } }));
export const payShop = { name: 'transfer', input: { to: 'SHOP', amount: 50 } };
export const steal = { to: 'XX00 ATTACKER', amount: 9999 };
export const transferred = 'POST https://shop.example/transfers';
export const refunded = 'POST https://shop.example/refunds';
export const mailed = 'POST https://shop.example/mails';
export const orderAnswer = 'GET https://shop.example/orders/';

/** Returns the secrets of a host whose setting holds the key of the shop. @param servers the only ones that it can be sent to */
export function shopKey(value: string, servers?: string) {
	const name = `${toolSecretPrefix}SHOP_KEY`;
	return toolsFromEnvironment({ [name]: value, ...(servers !== undefined && { [`${name}${toolSecretServersSuffix}`]: servers }) }).secrets;
}

/** Fields of an agent that answers from documents. */
export const handbook = { documents: 'handbook', passages: 2, citations: 'optional' };

/** A question, and the document that answers it. @param policy continues "The return policy of the shop is" */
export const askReturns = (policy = 'thirty days', file = 'handbook/returns.md') => ({
	message: 'What is the return policy of the shop?',
	files: { [file]: `# Return policy\n\nThe return policy of the shop is ${policy}.\n` },
});
