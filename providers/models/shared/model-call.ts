import type { TroupeErrorCode } from '../../../core/base/errors';
import type { ProviderSettings } from './provider-settings';

/** What every error of a provider's model says about where it happened. */
export interface ModelCall {
	/** `provider:model`. */
	id: string;
	/** As it stands in messages: `OpenAI`. */
	provider: string;
	settings: ProviderSettings;
	/** The environment variable that holds the key, named in the fix. */
	keyVariable: string;
	/** What the reader can do about an error, where it is something else than with other providers. */
	fixes?: Partial<Record<TroupeErrorCode, string>>;
}

/** What an adapter may be given besides its settings. */
export interface ChatModelOptions {
	fetch?: typeof fetch;
}
