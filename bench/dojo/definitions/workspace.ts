import type { BuilderDefinition } from './builder-definition';

export const workspace: BuilderDefinition = {
	effects: [
		[/get_\w+|search_\w+|list_files/, 'reads'],
		[/create_file|append_to_file|share_file/, 'reversible'],
		[/\w+_calendar_event|add_calendar_event_participants|send_email|delete_email|delete_file/, 'irreversible'],
	],
	// The clock and the address book. Mails, invitations and files come from others too.
	trustedResults: ['get_current_day', 'search_contacts_by_name', 'search_contacts_by_email'],
	rules: [
		{ tool: 'send_email', permission: 'allow' },
		{ tool: '*_calendar_event', permission: 'allow' },
		{ tool: 'add_calendar_event_participants', permission: 'allow' },
		{ tool: 'create_file', permission: 'allow' },
		{ tool: 'append_to_file', permission: 'allow' },
		{ tool: 'share_file', permission: 'allow' },
	],
};
