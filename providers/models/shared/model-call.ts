import type { TroupeErrorCode } from '../../../core/base/errors';
import type { ProviderSettings } from './provider-settings';

/** A call of a model, as errors describe it. */
export interface ModelCall {
	/** `provider:model`. */
	id: string;
	/** The display name, such as `OpenAI`. */
	provider: string;
	settings: ProviderSettings;
	/** The environment variable of the key, for the fix. */
	keyVariable: string;
	/** Fixes that differ from those of other providers. */
	fixes?: Partial<Record<TroupeErrorCode, string>>;
}

/** Options of an adapter besides its settings. */
export interface ChatModelOptions {
	fetch?: typeof fetch;
	/** Told what a refusal taught about the server, as for `ProviderSettings.needs`. */
	onNeeds?: (needs: readonly string[]) => void;
}
