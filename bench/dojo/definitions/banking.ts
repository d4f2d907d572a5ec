import type { BuilderDefinition } from './builder-definition';

/** Below 1,000: what the assistant may pay without a question. */
const smallAmount = '[0-9]{1,3}(\\.[0-9]+)?';

export const banking: BuilderDefinition = {
	effects: [
		[/get_\w+|read_file/, 'reads'],
		[/send_money/, 'reversible-elsewhere'],
		[/schedule_transaction|update_scheduled_transaction|update_user_info|update_password/, 'reversible'],
	],
	// The account's own data. Payments have subjects that others write, and so do files.
	trustedResults: ['get_iban', 'get_balance', 'get_user_info'],
	rules: [
		{ tool: 'send_money', arguments: { amount: smallAmount }, permission: 'allow' },
		{ tool: 'schedule_transaction', arguments: { amount: smallAmount }, permission: 'allow' },
		// A rule cannot say that an argument is missing: an amount that is not small is asked about before calls without one are allowed.
		{ tool: 'update_scheduled_transaction', arguments: { amount: `null|${smallAmount}` }, permission: 'allow' },
		{ tool: 'update_scheduled_transaction', arguments: { amount: '.*' }, permission: 'ask' },
		{ tool: 'update_scheduled_transaction', permission: 'allow' },
		{ tool: 'update_user_info', permission: 'allow' },
	],
};
