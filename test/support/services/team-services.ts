/** The examples with services for teams: messages, issues and pages. */
import { accessOf } from '../../fakes/services/access';
import { githubService, githubToken } from '../../fakes/services/github';
import { jiraLogin, jiraScopes, jiraService, jiraToken, type JiraIssue } from '../../fakes/services/jira';
import { notionScopes, notionService, notionToken, type NotionDatabase } from '../../fakes/services/notion';
import { slackScopes, slackService, slackToken, type SlackChannel } from '../../fakes/services/slack';
import { saying, type ServiceExample } from './service-world';

const late = { orderId: 'A-1001', days: 3 };

export const slackExample: ServiceExample = {
	id: 'slack/late-delivery',
	credential: { name: 'slack', type: 'slackApi', data: { accessToken: slackToken } },
	open: () => {
		const access = accessOf(slackToken, slackScopes);
		const reported = { ts: '1763900000.000100', user: 'U1', text: 'Where is A-2002?' };
		const channels: SlackChannel[] = [
			{ id: 'C0GENERAL', name: 'general', messages: [] },
			{ id: 'C0DELIVERIES', name: 'deliveries', messages: [reported] },
		];
		return { hosts: { 'slack.com': slackService(channels, access) }, holds: channels, access };
	},
	plays: [
		{
			name: 'a late order that nobody named is posted, also if Slack asks to wait first',
			variables: late,
			before: ({ access }) => access!.limit(1),
			ends: {
				variables: { channelId: 'C0DELIVERIES', messageId: '1764000000.000001' },
				holds: [{}, { messages: [{}, { text: 'Order A-1001 is 3 days late.' }] }],
			},
		},
		{
			name: 'a message that names the order gets a reaction',
			variables: { orderId: 'A-2002', days: 3 },
			ends: { variables: { reacted: true }, holds: [{}, { messages: [{ reactions: [{ name: 'eyes' }] }] }] },
		},
		{
			name: 'a token that may not write takes the drawn path',
			variables: late,
			before: ({ access }) => void (access!.scopes = slackScopes.filter((scope) => scope !== 'chat:write')),
			ends: { variables: { problem: saying('missing required Oauth Scopes') }, holds: [{}, { messages: [{}] }] },
		},
		{
			name: 'a refused token is an incident',
			variables: late,
			before: ({ access }) => void (access!.token = 'xoxb-another'),
			ends: { incident: { elementId: 'list', message: saying('NODE_FAILED', 'invalid_auth') } },
		},
	],
};

const damage = { orderId: 'A-1001', text: 'The lid is broken.' };

export const jiraExample: ServiceExample = {
	id: 'jira/damaged-delivery',
	credential: { name: 'jira', type: 'jiraSoftwareCloudApi', data: { ...jiraLogin, domain: 'https://casaaurora.atlassian.net' } },
	open: () => {
		const access = accessOf(jiraToken, jiraScopes);
		const issues: JiraIssue[] = [
			{ key: 'SUP-7', fields: { summary: 'Damaged delivery A-2002', status: { name: 'To Do' } } },
			{ key: 'SUP-8', fields: { summary: 'Damaged delivery A-3003', status: { name: 'In Progress' } } },
		];
		return { hosts: { 'casaaurora.atlassian.net': jiraService(issues, access) }, holds: issues, access };
	},
	plays: [
		{
			name: 'an order without an issue gets one, with comment, label and status',
			variables: damage,
			before: ({ access }) => access!.limit(1),
			ends: {
				variables: { issueKey: 'SUP-102', moved: true },
				holds: [
					...[{}, {}],
					{
						fields: {
							...{ summary: 'Damaged delivery A-1001', description: 'The lid is broken.', labels: ['damaged'] },
							...{ status: { name: 'In Progress' }, comments: [expect.anything()] },
						},
					},
				],
			},
		},
		{
			name: 'an open issue of the order is used again',
			variables: { ...damage, orderId: 'A-2002' },
			ends: { variables: { issueKey: 'SUP-7' }, holds: [{ fields: { status: { name: 'In Progress' } } }, {}] },
		},
		{
			name: 'a status that cannot follow takes the drawn path',
			variables: { ...damage, orderId: 'A-3003' },
			ends: { variables: { problem: saying('not valid for the current state') }, holds: [{}, { fields: { labels: ['damaged'] } }] },
		},
		{
			name: 'an order that would change the search is searched as text',
			variables: { ...damage, orderId: 'X" OR project = HR' },
			ends: { variables: { issueKey: 'SUP-102' }, holds: [{}, {}, {}] },
		},
		{
			name: 'a refused login is an incident',
			variables: damage,
			before: ({ access }) => void (access!.token = 'another'),
			ends: { incident: { elementId: 'search', message: saying('NODE_FAILED', '(401)') } },
		},
	],
};

const bug = { summary: 'Prices have half cents', text: 'The basket shows 3.005.', part: 'price' };

export const githubExample: ServiceExample = {
	id: 'github/bug-report',
	credential: { name: 'github', type: 'githubApi', data: { server: 'https://api.github.com', user: 'troupe', accessToken: githubToken } },
	open: () => {
		const access = accessOf(githubToken, ['repo']);
		const service = githubService('casaaurora/shop', [{ number: 7, title: 'Round prices', body: '', files: [] }], access);
		return { hosts: { 'api.github.com': service }, holds: { issues: service.issues, reviews: service.reviews }, access };
	},
	plays: [
		{
			name: 'a bug of a part that a pull request changes is linked with it',
			variables: bug,
			before: ({ access }) => access!.limit(1),
			ends: {
				variables: { issue: 8, pull: 7 },
				holds: {
					issues: [{ title: 'Prices have half cents', labels: ['bug'], comments: ['#7 changes this part.'] }],
					reviews: [{ state: 'COMMENT', body: 'Please look at #8, too: Prices have half cents' }],
				},
			},
		},
		{
			name: 'a bug of another part is reported',
			variables: { ...bug, part: 'login' },
			ends: { variables: { issue: 8, pull: null }, holds: { issues: [{ comments: [] }], reviews: [] } },
		},
		{
			name: 'a token that may not write takes the drawn path',
			variables: bug,
			before: ({ access }) => void (access!.scopes = []),
			ends: { variables: { problem: saying('not accessible by personal access token') }, holds: { issues: [] } },
		},
	],
};

const visit = { supplier: 'Moinho Novo', notes: ['New mill since May.', 'Delivers on Mondays.'] };

export const notionExample: ServiceExample = {
	id: 'notion/supplier-visit',
	credential: { name: 'notion', type: 'notionApi', data: { apiKey: notionToken } },
	open: () => {
		const access = accessOf(notionToken, notionScopes);
		const known = { id: '99999999-2222-4333-8444-000000000001', title: 'Torra Serra', selects: { Status: 'New' }, blocks: ['First call.'] };
		const database: NotionDatabase = {
			...{ id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', titleProperty: 'Name', selectProperties: ['Status'] },
			pages: [known],
		};
		return { hosts: { 'api.notion.com': notionService(database, access) }, holds: database, access };
	},
	plays: [
		{
			name: 'a new supplier gets a page with the notes',
			variables: visit,
			before: ({ access }) => access!.limit(1),
			ends: {
				variables: { blocks: 2, page: saying('https://www.notion.so/') },
				holds: { pages: [{}, { title: 'Moinho Novo', selects: { Status: 'Visited' }, blocks: visit.notes }] },
			},
		},
		{
			name: 'the page of a known supplier is used again',
			variables: { ...visit, supplier: 'Torra Serra' },
			ends: { holds: { pages: [{ selects: { Status: 'Visited' }, blocks: ['First call.', ...visit.notes] }] } },
		},
		{
			name: 'an integration that may not insert takes the drawn path',
			variables: { ...visit, supplier: 'Torra Serra' },
			before: ({ access }) => void (access!.scopes = ['read_content', 'update_content']),
			ends: { variables: { problem: saying('Insufficient permissions') }, holds: { pages: [{ blocks: ['First call.'] }] } },
		},
		{
			name: 'a database that is not shared with the integration is an incident',
			variables: visit,
			before: ({ holds }) => void ((holds as NotionDatabase).id = '0'.repeat(32)),
			ends: { incident: { elementId: 'find', message: saying('NODE_FAILED', '(404)') } },
		},
	],
};
