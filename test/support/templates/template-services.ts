/** The services that templates use, as stand-ins, and the credentials for them. */
import { githubService, githubToken } from '../../fakes/services/github';
import { hubspotService, hubspotToken } from '../../fakes/services/hubspot';
import { jiraLogin, jiraService } from '../../fakes/services/jira';
import { slackService, slackToken } from '../../fakes/services/slack';
import type { OutsideService } from '../../fakes/outside-world';

/** What the stand-ins hold, for tests to look at. */
export interface TemplateServices {
	services: Record<string, OutsideService>;
	/** What was changed in them, as plain data. */
	look(): Record<string, unknown>;
}

export function openTemplateServices(): TemplateServices {
	const now = Math.floor(Date.now() / 1000);
	const standup = [
		{ ts: `${now - 200_000}.000100`, user: 'U1', text: 'Long ago' },
		{ ts: `${now - 600}.000100`, user: 'U1', text: 'I wait for the supplier' },
	];
	const channels = [
		{ id: 'C0MEETINGS', name: 'meetings', messages: [] as Array<{ ts: string; user: string; text: string }> },
		{ id: 'C0STANDUP', name: 'standup', messages: standup },
		{ id: 'C0DIGEST', name: 'digest', messages: [] },
		{ id: 'C0UNSTEADY', name: 'unsteady', messages: [], outages: [2] },
	];
	const issues = [{ key: 'SUP-42', fields: { summary: 'Charged twice' } as { summary: string } & Record<string, unknown> }];
	const contacts = new Map<string, Record<string, string>>();
	const files = [{ filename: 'price.ts', patch: '@@ -1 +1 @@\n+Math.round(price * 100) / 100' }];
	const github = githubService('casaaurora/shop', [{ number: 7, title: 'Round prices', body: '', files }]);
	return {
		services: {
			'slack.com': slackService(channels),
			'casaaurora.atlassian.net': jiraService(issues),
			'api.hubapi.com': hubspotService(contacts),
			'api.github.com': github,
		},
		look: () => ({ channels, issues, contacts: Object.fromEntries(contacts), reviews: github.reviews }),
	};
}

/** By the name that the templates use by default; the data are those of n8n's credential types. */
export const templateCredentials = [
	{ name: 'slack', type: 'slackApi', data: { accessToken: slackToken } },
	{ name: 'jira', type: 'jiraSoftwareCloudApi', data: { ...jiraLogin, domain: 'https://casaaurora.atlassian.net' } },
	{ name: 'hubspot', type: 'hubspotAppToken', data: { appToken: hubspotToken } },
	{ name: 'github', type: 'githubApi', data: { server: 'https://api.github.com', user: 'troupe', accessToken: githubToken } },
];
