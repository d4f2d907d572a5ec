import type { TroupeErrorCode } from '../../../core/base/errors';
import type { ProviderSettings } from './provider-settings';

export interface ModelCall {
	/** `provider:model`. */
	id: string;
	provider: string;
	settings: ProviderSettings;
	keyVariable: string;
	fixes?: Partial<Record<TroupeErrorCode, string>>;
}

export interface ChatModelOptions {
	fetch?: typeof fetch;
	/** Reports needs learned from a refusal, as for `ProviderSettings.needs`. */
	onNeeds?: (needs: readonly string[]) => void;
}
