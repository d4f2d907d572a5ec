import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { findChromium } from '../../shared/find-chromium';
import { owner } from '../boot';
import { serveCredential, startWorld, type World } from '../world';
import type { CredentialFields } from './user/credential-dialog';
import { startUser, type User } from './user/user';

/** One browser on the run's n8n, and a stand-in of OpenAI whose address is all that is not typed by a person. */
export interface Stage {
	world: World;
	user: User;
	openAi: FakeServer;
	/** What is typed into n8n's dialog for OpenAI. */
	openAiAccount: CredentialFields;
	/** Takes away every credential: the next one is typed from the beginning. */
	forgetCredentials(): Promise<void>;
	/** Does what only the stand-in needs; a person with a real account does not. */
	standIn(act: () => Promise<void>): Promise<void>;
	close(): Promise<void>;
}

/** What is typed into n8n's dialog for the engine of `troupe serve`. */
export const engineAccount = (baseUrl: string): CredentialFields => ({
	typed: { User: serveCredential(baseUrl).user },
	chosen: { Authentication: 'Basic' },
	standIn: { 'Base URL': baseUrl, Password: serveCredential(baseUrl).password },
});

const chromium = findChromium();

/** Describes what is clicked, from an empty canvas. Without a browser it is skipped, and says so; with CI=true it fails. */
export const describeInBrowser = (name: string, body: () => void) => {
	if (chromium || process.env.CI === 'true') return describe(name, body);
	return describe.skip(`${name} (skipped: no Chromium in PATH; install it, or set CHROMIUM_PATH)`, body);
};

/** @param settings of the commands of its world */
export async function openStage({ url, settings }: { url?: string; settings?: Record<string, string> } = {}): Promise<Stage> {
	if (!chromium) throw new Error('With CI=true the editor has to be clicked, and there is no Chromium in PATH.');
	const world = await startWorld(settings);
	// n8n preselects a credential that another test file left, whose server no longer runs.
	await world.api.deleteCredentials();
	const openAi = await startOpenAiServer({
		models: ['gpt-4.1-mini', 'gpt-5-mini', 'text-embedding-3-small'],
		respond: ({ messages }) => ({ text: `You said: ${messages.at(-1)!.content}` }),
	});
	const user = await startUser({ url: url ?? world.url, ...owner }, chromium);
	return {
		world,
		user,
		openAi,
		openAiAccount: { typed: { 'API Key': 'sk-fake' }, standIn: { 'Base URL': `${openAi.url}/v1` } },
		forgetCredentials: () => world.api.deleteCredentials(),
		standIn: (act) => user.hand.offTheRecord(act),
		close: async () => {
			await user.leave();
			await Promise.all([openAi.close(), world.stop()]);
		},
	};
}
