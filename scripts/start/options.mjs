import { parseArgs } from 'node:util';
import { SetupError } from '../lib/setup-error.mjs';
import { assertStory } from './story.mjs';

/** A customer's message with personal data that no model may see. */
const sampleMessage =
	'Olá! Comprei uma cafeteira e me arrependi da compra. Qual é o prazo para devolver? ' +
	'Meu CPF é 529.982.247-25 e o meu e-mail é maria.souza@example.com.';

/** This machine only, or all machines. */
const addresses = ['127.0.0.1', '0.0.0.0'];

/** Languages of stories. */
const languages = ['pt', 'en'];

const optionTypes = {
	check: { type: 'boolean', default: false },
	message: { type: 'string', default: sampleMessage },
	story: { type: 'string' },
	language: { type: 'string' },
	host: { type: 'string', default: '127.0.0.1' },
	'n8n-port': { type: 'string' },
	'serve-port': { type: 'string' },
};

/** The limit of `troupe serve`, checked here before minutes of setup. */
const minTokenLength = 16;

/** n8n writes the path of a node's file into a line of JavaScript between apostrophes, and separates the hook files' paths by colons. */
const unloadable = /['\\:\n]/;

/** @param {string[]} args @param {NodeJS.ProcessEnv} [env] @throws {SetupError} */
export function parseOptions(args, env = process.env) {
	const values = parse(args);
	if (values.message.trim() === '') throw new SetupError('The message is empty.', 'Pass the text after --message, in quotes.');
	if (values.story !== undefined) assertStory(values.story);
	assertLanguage(values);
	if (!addresses.includes(values.host)) throw new SetupError(`--host ${values.host} is not supported.`, `Use ${addresses.join(' or ')}.`);
	if (values.host !== '127.0.0.1' && (env.TROUPE_API_TOKEN ?? '').length < minTokenLength)
		throw new SetupError(
			`Other machines can reach the services at ${values.host}, but TROUPE_API_TOKEN is not set or shorter than ${minTokenLength} characters.`,
			'Set it to a long random text, which callers of the engine send as a bearer token, or omit --host.',
		);
	return {
		check: values.check,
		message: values.message,
		story: values.story,
		language: values.language,
		host: values.host,
		n8nPort: toPort('n8n-port', values['n8n-port']),
		servePort: toPort('serve-port', values['serve-port']),
	};
}

/** @param {string} home the folder of the start's state @throws {SetupError} when n8n could not load the package from within */
export function assertLoadable(home) {
	if (unloadable.test(home))
		throw new SetupError(
			`n8n cannot load nodes from a folder with an apostrophe, a backslash or a colon in its path: ${home}`,
			'Move the checkout, or set TROUPE_HOME to a folder without these characters.',
		);
}

function parse(args) {
	try {
		return parseArgs({ args, options: optionTypes }).values;
	} catch (error) {
		throw new SetupError(
			error.message,
			`Options of \`npm start --\`: ${Object.keys(optionTypes)
				.map((name) => `--${name}`)
				.join(', ')}.`,
			error,
		);
	}
}

function assertLanguage({ language, story }) {
	if (language === undefined) return;
	if (!languages.includes(language)) throw new SetupError(`--language ${language} is not supported.`, `Use ${languages.join(' or ')}.`);
	if (story === undefined) throw new SetupError('--language is an option of stories.', 'Add --story sdr, or omit --language.');
}

function toPort(name, text) {
	if (text === undefined) return undefined;
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new SetupError(`--${name} ${text} is not a port.`, 'Use a number from 1 to 65535.');
}
