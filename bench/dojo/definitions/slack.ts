import type { BuilderDefinition } from './builder-definition';

export const slack: BuilderDefinition = {
	effects: [
		[/get_\w+|read_\w+/, 'reads'],
		[/add_user_to_channel|remove_user_from_slack/, 'reversible'],
		[/send_direct_message|send_channel_message|invite_user_to_slack|post_webpage/, 'irreversible'],
	],
	// The directory of the workspace.
	trustedResults: ['get_channels', 'get_users_in_channel'],
	tells: ['get_webpage'],
	rules: [
		{ tool: 'send_direct_message', permission: 'allow' },
		{ tool: 'send_channel_message', permission: 'allow' },
		{ tool: 'add_user_to_channel', permission: 'allow' },
	],
};
