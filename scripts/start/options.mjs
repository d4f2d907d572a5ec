import { parseArgs } from 'node:util';
import { SetupError } from '../lib/setup-error.mjs';

/** A customer's own words, with personal data that no model may see. */
const sampleMessage =
	'Olá! Comprei uma cafeteira e me arrependi da compra. Qual é o prazo para devolver? ' +
	'Meu CPF é 529.982.247-25 e o meu e-mail é maria.souza@example.com.';

/** This machine only, or everyone who reaches it. */
const addresses = ['127.0.0.1', '0.0.0.0'];

const known = {
	check: { type: 'boolean', default: false },
	message: { type: 'string', default: sampleMessage },
	host: { type: 'string', default: '127.0.0.1' },
	'n8n-port': { type: 'string' },
	'serve-port': { type: 'string' },
};

/** @param {string[]} args @throws {SetupError} */
export function parseOptions(args) {
	const values = parse(args);
	if (values.message.trim() === '') throw new SetupError('The message is empty.', 'Write it behind --message, in quotes.');
	if (!addresses.includes(values.host)) throw new SetupError(`--host ${values.host} is not possible.`, `Give ${addresses.join(' or ')}.`);
	return {
		check: values.check,
		message: values.message,
		host: values.host,
		n8nPort: toPort('n8n-port', values['n8n-port']),
		servePort: toPort('serve-port', values['serve-port']),
	};
}

function parse(args) {
	try {
		return parseArgs({ args, options: known }).values;
	} catch (error) {
		throw new SetupError(
			error.message,
			`Options of \`npm start --\`: ${Object.keys(known)
				.map((name) => `--${name}`)
				.join(', ')}.`,
			error,
		);
	}
}

function toPort(name, text) {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new SetupError(`--${name} ${text} is no port.`, 'Give a number from 1 to 65535.');
}
