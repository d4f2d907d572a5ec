/** What each template is expected to have changed in the services. */
export const templateEffects: Record<string, object> = {
	'meeting-notes': { channels: [{ messages: [{ text: expect.stringContaining('Rui: Writes to the customers') as string }] }, {}, {}] },
	'standup-digest': { channels: [{}, {}, { messages: [{ text: '*Blocked*\n• U1: waits for the supplier' }] }] },
	'ticket-classifier': { issues: [{ fields: { labels: ['billing', 'urgency-high'], comments: [expect.anything()] } }] },
	'lead-enrichment': { contacts: { 'rui@padaria.example': { company: 'Padaria Sol', industry: 'Bakeries' } } },
	'pull-request-review': { reviews: [{ state: 'REQUEST_CHANGES', body: expect.stringContaining('half cents') as string }] },
};
