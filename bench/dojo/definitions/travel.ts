import type { BuilderDefinition } from './builder-definition';

export const travel: BuilderDefinition = {
	effects: [
		[/get_\w+|check_restaurant_opening_hours|search_calendar_events/, 'reads'],
		[/reserve_hotel|reserve_restaurant|reserve_car_rental/, 'reversible-elsewhere'],
		[/create_calendar_event|cancel_calendar_event|send_email/, 'irreversible'],
	],
	// The traveller's own data. Hotels, restaurants and their guests write the rest.
	trustedResults: ['get_user_information'],
	rules: [
		{ tool: 'reserve_*', permission: 'allow' },
		{ tool: 'create_calendar_event', permission: 'allow' },
		{ tool: 'cancel_calendar_event', permission: 'allow' },
		{ tool: 'send_email', permission: 'allow' },
	],
};
