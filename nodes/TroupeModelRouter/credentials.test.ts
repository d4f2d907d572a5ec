import { join } from 'node:path';
import type { INodeCredentialDescription, INodeTypeDescription } from 'n8n-workflow';
import { credentialFields } from './credentials';
import { TroupeModelRouter } from './TroupeModelRouter.node';

type Show = (parameters: object, credential: INodeCredentialDescription, node: object, type: INodeTypeDescription) => boolean;

/** n8n's own rule, by its file: the tests of nodes run without n8n's package. */
const { displayParameter } = jest.requireActual<{ displayParameter: Show }>(
	join(process.cwd(), 'node_modules/n8n-workflow/dist/cjs/node-helpers.js'),
);

const { description } = new TroupeModelRouter();
const shown = (credentialTypes: unknown) =>
	description
		.credentials!.filter((each) => displayParameter({ credentialTypes }, each, { typeVersion: 1 }, description))
		.map(({ name }) => name);

describe('the credentials of the router', () => {
	it('are not shown where none was chosen, as in a new router', () => {
		expect(credentialFields[0]!.default).toEqual([]);
		expect(shown([])).toEqual([]);
	});

	it('are those that were chosen', () => {
		expect(shown(['openAiApi'])).toEqual(['openAiApi']);
		expect(shown(['troupeDatabaseApi'])).toEqual(['troupeDatabaseApi']);
		expect(shown(['openAiApi', 'troupeOllamaApi']).sort()).toEqual(['openAiApi', 'troupeOllamaApi']);
	});
});
