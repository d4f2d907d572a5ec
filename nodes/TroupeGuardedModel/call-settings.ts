import type { TroupeError } from '../../core/base/errors';
import type { Language } from '../../core/base/text/languages';
import type { Guard, Violation } from '../../core/guardrails/policy/guard';
import type { DownloadImage } from '../../core/llm/images/with-clean-images';
import type { PersonalDataVault } from '../../core/ports/guardrails/vault';

/** `withoutInjection`: a prompt is made of orders. */
export type SystemChecks = 'off' | 'withoutInjection' | 'all';

export interface CallSettings {
	vault: PersonalDataVault;
	guard: Guard;
	language?: Language;
	/** Contact who writes, for limits of abuse. */
	contact?: string;
	/** Answer to the agent for a stopped message: a reply that says so, or an error. */
	onBlock: 'reply' | 'error';
	refusal?: string;
	/** True explains tokens in the system message. */
	explain: boolean;
	/** True stops images and other files, which nothing here can look into. */
	refuseFiles: boolean;
	download: DownloadImage;
	/** Checks of system messages: by the input guardrails, and for orders to the model. */
	systemMessage: SystemChecks;
	/** Texts of the stages in which nothing was found: system messages and the history come with every call. */
	passed: Set<string>;
	began(facts: { messages: number; masked: Record<string, number> }): void;
	ended(report: CallReport): Promise<void>;
	fault(error: TroupeError): Error;
}

export interface CallReport {
	outcome: 'reply' | 'stopped' | 'failed';
	violations: Violation[];
}
