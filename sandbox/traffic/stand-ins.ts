import { TroupeError } from '../../core/base/errors';
import { findNearName } from '../../core/base/text/near-name';

interface StandIn {
	/** Without a slash at the end. */
	url: string;
	close(): Promise<void>;
}

/** By service name. docs/sandbox/network.md lists their keys. */
const standIns = {
	openai: async () => (await import('../fakes/openai/openai-server')).startOpenAiServer({ keys: null }),
	anthropic: async () => (await import('../fakes/anthropic/anthropic-server')).startAnthropicServer(),
	google: async () => (await import('../fakes/google/google-server')).startGoogleServer(),
	ollama: async () => (await import('../fakes/ollama/ollama-server')).startOllamaServer(),
	cohere: async () => (await import('../fakes/cohere-server')).startCohereServer(),
	chatwoot: async () => (await import('../fakes/channels/chatwoot-server')).startChatwootServer(),
	telegram: async () => (await import('../fakes/channels/telegram-server')).startTelegramServer(),
	whatsapp: async () => (await import('../fakes/channels/whatsapp-cloud-server')).startWhatsAppCloudServer(),
	'z-api': async () => (await import('../fakes/channels/z-api-server')).startZApiServer(),
	evolution: async () => (await import('../fakes/channels/evolution-server')).startEvolutionServer(),
	waha: async () => (await import('../fakes/channels/waha-server')).startWahaServer(),
	piperun: async () => (await import('../fakes/piperun/piperun-server')).startPipeRunServer(),
	shop: async () => (await import('../fakes/shop-server')).startShopServer(),
} satisfies Record<string, () => Promise<StandIn>>;

export type StandInName = keyof typeof standIns;
export const standInNames = Object.keys(standIns) as StandInName[];

/** @throws TroupeError INPUT_INVALID */
export function toStandInName(name: string): StandInName {
	if (Object.hasOwn(standIns, name)) return name as StandInName;
	const near = findNearName(name, standInNames);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${name.slice(0, 100)}" is not a stand-in.`,
		fix: near === undefined ? `Use one of ${standInNames.join(', ')}.` : `Did you mean ${near}? There are ${standInNames.join(', ')}.`,
	});
}

/** One run's stand-ins. Each starts with its first request and keeps its data until the run ends. */
export class RunningStandIns {
	readonly #running = new Map<StandInName, Promise<StandIn>>();

	async findUrl(name: StandInName): Promise<string> {
		const started = this.#running.get(name) ?? standIns[name]();
		this.#running.set(name, started);
		return (await started).url;
	}

	async close(): Promise<void> {
		await Promise.all([...this.#running.values()].map(async (one) => (await one).close()));
	}
}
