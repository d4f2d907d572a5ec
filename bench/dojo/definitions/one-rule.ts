import type { BuilderDefinition } from './builder-definition';

/** The same definition for every suite: one rule allows all tools, and the clock and the account are trusted. */
export const oneRule: BuilderDefinition = {
	effects: [
		[/(?:get|search|check|list|read)_\w+/, 'reads'],
		[/.*/, 'irreversible'],
	],
	trustedResults: ['get_current_day', 'get_iban', 'get_balance', 'get_user_info', 'get_user_information'],
	tells: ['get_webpage'],
	rules: [{ tool: '*', permission: 'allow' }],
};

/** Nothing protects: shows that the harness works. */
export const unprotected: BuilderDefinition = { ...oneRule, flow: 'off' };
