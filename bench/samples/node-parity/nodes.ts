/** Nodes of n8n-nodes-base as workflows use them. Expressions read the inputs of inputs.ts. */
export interface SampledNode {
	/** Without the name of the package. */
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	/** The type of its credential, one of `credentialData`. */
	credential?: string;
}

const condition = (left: string, operation: string, right: unknown, type = 'string') => ({
	options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
	conditions: [{ id: 'c', leftValue: left, rightValue: right, operator: { type, operation } }],
	combinator: 'and',
});
const assignment = (name: string, value: unknown, type = 'string') => ({ id: name, name, value, type });
const rl = (value: string, mode = 'id') => ({ __rl: true, mode, value });
const name = '={{ $json.name }}';
const email = '={{ $json.email }}';
const text = '=Hello {{ $json.name }}, {{ $json.note }}';

const node = (type: string, typeVersion: number, parameters: Record<string, unknown>, credential?: string): SampledNode => ({
	type,
	typeVersion,
	parameters,
	...(credential && { credential }),
});

/** They change items and call nobody. */
const local: SampledNode[] = [
	node('set', 3.4, {
		mode: 'manual',
		assignments: { assignments: [assignment('greeting', text), assignment('twice', '={{ $json.count * 2 }}', 'number')] },
		options: {},
	}),
	node('set', 3.4, { mode: 'raw', jsonOutput: '={{ { keys: Object.keys($json), first: $json.tags[0] ?? null } }}', options: {} }),
	node('set', 3.4, {
		mode: 'manual',
		includeOtherFields: true,
		assignments: { assignments: [assignment('nested.deep', name)] },
		options: { dotNotation: true },
	}),
	node('if', 2.2, { conditions: condition('={{ $json.count }}', 'gte', 0, 'number'), options: {} }),
	node('filter', 2.2, { conditions: condition(name, 'notEmpty', ''), options: {} }),
	node('switch', 3.2, { rules: { values: [{ conditions: condition(name, 'exists', '') }] }, options: {} }),
	node('sort', 1, { type: 'simple', sortFieldsUi: { sortField: [{ fieldName: 'name', order: 'descending' }] }, options: {} }),
	node('limit', 1, { maxItems: 1 }),
	node('aggregate', 1, { aggregate: 'aggregateAllItemData', destinationFieldName: 'all', options: {} }),
	node('aggregate', 1, {
		aggregate: 'aggregateIndividualFields',
		fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'name' }] },
		options: {},
	}),
	node('splitOut', 1, { fieldToSplitOut: 'tags', include: 'allOtherFields', options: {} }),
	node('summarize', 1.1, { fieldsToSummarize: { values: [{ aggregation: 'sum', field: 'count' }] }, options: {} }),
	node('removeDuplicates', 2, { operation: 'removeDuplicateInputItems', compare: 'allFields', options: {} }),
	node('renameKeys', 1, { keys: { key: [{ currentKey: 'name', newKey: 'fullName' }] }, additionalOptions: {} }),
	node('noOp', 1, {}),
	node('dateTime', 2, { operation: 'formatDate', date: '={{ $json.when }}', format: 'yyyy-MM-dd', options: {} }),
	node('dateTime', 2, { operation: 'addToDate', magnitude: '={{ $json.when }}', timeUnit: 'days', duration: 3, options: {} }),
	node('dateTime', 2, { operation: 'extractDate', date: '={{ $json.when }}', part: 'week', options: {} }),
	node('crypto', 1, { action: 'hash', type: 'SHA256', value: text, dataPropertyName: 'digest', encoding: 'hex' }),
	node('crypto', 1, { action: 'hash', type: 'MD5', value: name, dataPropertyName: 'digest', encoding: 'base64' }),
	node('html', 1.2, {
		operation: 'extractHtmlContent',
		dataPropertyName: 'page',
		extractionValues: { values: [{ key: 'title', cssSelector: 'h1', returnValue: 'text' }] },
		options: {},
	}),
	node('html', 1.2, { operation: 'generateHtmlTemplate', html: '<p>{{ $json.name }}</p>' }),
	node('markdown', 1, {
		mode: 'markdownToHtml',
		markdown: '=# {{ $json.name }}\n\n*{{ $json.note }}*',
		destinationKey: 'html',
		options: {},
	}),
	node('markdown', 1, { mode: 'htmlToMarkdown', html: '={{ $json.page }}', destinationKey: 'markdown', options: {} }),
	node('xml', 1, { mode: 'jsonToxml', dataPropertyName: 'xml', options: {} }),
];

/** They call services. */
const calling: SampledNode[] = [
	node('httpRequest', 4.2, { url: '=https://api.example.com/items/{{ encodeURIComponent($json.name) }}', options: {} }),
	node('httpRequest', 4.2, {
		method: 'POST',
		url: 'https://api.example.com/items',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify({ who: $json.name, tags: $json.tags }) }}',
		options: {},
	}),
	node('httpRequest', 4.2, {
		method: 'PUT',
		url: 'https://api.example.com/form',
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: { parameters: [{ name: 'who', value: name }] },
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'x-count', value: '={{ $json.count }}' }] },
		options: {},
	}),
	node('httpRequest', 4.2, {
		url: 'https://api.example.com/search',
		sendQuery: true,
		queryParameters: { parameters: [{ name: 'q', value: text }] },
		options: { response: { response: { fullResponse: false } } },
	}),
	node('graphql', 1, { endpoint: 'https://api.example.com/graphql', requestFormat: 'json', query: '={ user(name: "x") { id } }' }),
	node('hackerNews', 1, { resource: 'user', username: name }),
	node('coinGecko', 1, { resource: 'coin', operation: 'get', coinId: 'bitcoin', options: {} }),
	node(
		'telegram',
		1.2,
		{ resource: 'message', operation: 'sendMessage', chatId: '42', text, additionalFields: { appendAttribution: false } },
		'telegramApi',
	),
	node(
		'slack',
		2.3,
		{
			resource: 'message',
			operation: 'post',
			select: 'channel',
			channelId: rl('#general', 'name'),
			text,
			otherOptions: { includeLinkToWorkflow: false },
		},
		'slackApi',
	),
	node('slack', 2.3, { resource: 'reaction', operation: 'add', channelId: rl('C1'), timestamp: '1.2', name: 'thumbsup' }, 'slackApi'),
	node('discord', 2, { authentication: 'webhook', operation: 'sendLegacy', content: text, options: {} }, 'discordWebhookApi'),
	node(
		'mattermost',
		1,
		{ resource: 'message', operation: 'post', channelId: 'c', message: text, attachments: [], otherOptions: {} },
		'mattermostApi',
	),
	node('gotify', 1, { resource: 'message', operation: 'create', message: text, additionalFields: { title: name } }, 'gotifyApi'),
	node(
		'pushover',
		1,
		{ resource: 'message', operation: 'push', userKey: 'u', message: text, priority: 0, additionalFields: {} },
		'pushoverApi',
	),
	node('twilio', 1, { resource: 'sms', operation: 'send', from: '+1', to: '+2', message: text, options: {} }, 'twilioApi'),
	node('vonage', 1, { resource: 'sms', operation: 'send', from: 'a', to: '2', message: text, additionalFields: {} }, 'vonageApi'),
	node(
		'sendGrid',
		1,
		{
			resource: 'mail',
			operation: 'send',
			fromEmail: 'a@example.com',
			fromName: 'A',
			toEmail: email,
			subject: name,
			contentType: 'text/plain',
			contentValue: text,
			additionalFields: {},
		},
		'sendGridApi',
	),
	node(
		'github',
		1,
		{
			resource: 'issue',
			operation: 'create',
			owner: rl('o', 'name'),
			repository: rl('r', 'name'),
			title: name,
			body: text,
			labels: [],
			assignees: [],
		},
		'githubApi',
	),
	node(
		'github',
		1,
		{ resource: 'issue', operation: 'createComment', owner: rl('o', 'name'), repository: rl('r', 'name'), issueNumber: 7, body: text },
		'githubApi',
	),
	node(
		'gitlab',
		1,
		{ resource: 'issue', operation: 'create', owner: 'o', repository: 'r', title: name, body: text, labels: [], assignee_ids: [] },
		'gitlabApi',
	),
	node('jira', 1, { resource: 'issueComment', operation: 'add', issueKey: 'A-1', comment: text, options: {} }, 'jiraSoftwareCloudApi'),
	node(
		'hubspot',
		2.1,
		{
			authentication: 'appToken',
			resource: 'contact',
			operation: 'upsert',
			email,
			additionalFields: { firstName: name },
			options: { resolveData: false },
		},
		'hubspotAppToken',
	),
	node('trello', 1, { resource: 'card', operation: 'create', listId: 'l', name, description: text, additionalFields: {} }, 'trelloApi'),
	node('asana', 1, { resource: 'task', operation: 'create', workspace: 'w', name, otherProperties: { notes: text } }, 'asanaApi'),
	node(
		'clickUp',
		1,
		{ resource: 'task', operation: 'create', team: 't', space: 's', folderless: true, list: 'l', name, additionalFields: {} },
		'clickUpApi',
	),
	node('todoist', 2.1, { resource: 'task', operation: 'create', project: rl('p'), labels: [], content: text, options: {} }, 'todoistApi'),
	node(
		'notion',
		2.2,
		{
			resource: 'block',
			operation: 'append',
			blockId: rl('2d8bd07ecbf34a9cb0ae3b8b1f6f1b11'),
			blockUi: { blockValues: [{ type: 'paragraph', richText: false, textContent: text }] },
		},
		'notionApi',
	),
	node('baserow', 1, { databaseId: 1, tableId: 2, operation: 'delete', rowId: 3 }, 'baserowApi'),
	node(
		'supabase',
		1,
		{
			operation: 'create',
			tableId: 'people',
			dataToSend: 'defineBelow',
			fieldsUi: { fieldValues: [{ fieldId: 'name', fieldValue: name }] },
		},
		'supabaseApi',
	),
	node(
		'bitly',
		1,
		{ resource: 'link', operation: 'create', longUrl: 'https://example.com', additionalFields: { title: name } },
		'bitlyApi',
	),
	node('deepL', 1, { resource: 'language', operation: 'translate', text, translateTo: 'DE', additionalFields: {} }, 'deepLApi'),
	node(
		'pipedrive',
		1,
		{ authentication: 'apiToken', resource: 'person', operation: 'create', name, additionalFields: { email: ['a@example.com'] } },
		'pipedriveApi',
	),
	node('stripe', 1, { resource: 'customer', operation: 'create', name, additionalFields: { description: text } }, 'stripeApi'),
	node('zendesk', 1, { resource: 'ticket', operation: 'create', description: text, additionalFields: { subject: name } }, 'zendeskApi'),
	node('intercom', 1, { resource: 'lead', operation: 'create', email, additionalFields: { name } }, 'intercomApi'),
	node('freshdesk', 1, { resource: 'contact', operation: 'create', name, email, additionalFields: {} }, 'freshdeskApi'),
	node(
		'ghost',
		1,
		{ source: 'contentApi', resource: 'post', operation: 'get', by: 'slug', identifier: name, options: {} },
		'ghostContentApi',
	),
	node('wordpress', 1, { resource: 'post', operation: 'create', title: name, additionalFields: { content: text } }, 'wordpressApi'),
	node(
		'linear',
		1,
		{ resource: 'issue', operation: 'create', teamId: 't', title: name, additionalFields: { description: text } },
		'linearApi',
	),
	node('quickChart', 1, {
		chartType: 'bar',
		labelsMode: 'manually',
		labelsUi: { labelsValues: [{ label: name }] },
		data: '={{ [$json.count] }}',
		output: 'data',
		chartOptions: {},
		datasetOptions: {},
	}),
];

export const sampledNodes = [...local, ...calling];

/** What n8n's credential types hold. */
export const credentialData: Record<string, Record<string, unknown>> = {
	telegramApi: { accessToken: 't', baseUrl: 'https://api.telegram.org' },
	slackApi: { accessToken: 'xoxb-1' },
	discordWebhookApi: { webhookUri: 'https://discord.com/api/webhooks/1/x' },
	mattermostApi: { accessToken: 't', baseUrl: 'https://mattermost.example.com' },
	gotifyApi: { appApiToken: 'a', clientApiToken: 'c', url: 'https://gotify.example.com' },
	pushoverApi: { apiKey: 'k' },
	twilioApi: { authType: 'authToken', accountSid: 'AC1', authToken: 't' },
	vonageApi: { apiKey: 'k', apiSecret: 's' },
	sendGridApi: { apiKey: 'k' },
	githubApi: { server: 'https://api.github.com', user: 'u', accessToken: 't' },
	gitlabApi: { server: 'https://gitlab.com', accessToken: 't' },
	jiraSoftwareCloudApi: { email: 'a@example.com', apiToken: 't', domain: 'https://a.atlassian.net' },
	hubspotAppToken: { appToken: 't' },
	trelloApi: { apiKey: 'k', apiToken: 't', oauthSecret: 's' },
	asanaApi: { accessToken: 't' },
	clickUpApi: { accessToken: 't' },
	todoistApi: { apiKey: 't' },
	notionApi: { apiKey: 't' },
	baserowApi: { host: 'https://api.baserow.io', username: 'u', password: 'p' },
	supabaseApi: { host: 'https://a.supabase.co', serviceRole: 'k' },
	bitlyApi: { accessToken: 't' },
	deepLApi: { apiKey: 'k', apiPlan: 'pro' },
	pipedriveApi: { apiToken: 't' },
	stripeApi: { secretKey: 'sk' },
	zendeskApi: { subdomain: 'a', email: 'a@example.com', apiToken: 't' },
	intercomApi: { apiKey: 'k' },
	freshdeskApi: { apiKey: 'k', domain: 'a' },
	ghostContentApi: { url: 'https://ghost.example.com', apiKey: 'k' },
	wordpressApi: { username: 'u', password: 'p', url: 'https://wordpress.example.com', allowUnauthorizedCerts: false },
	linearApi: { apiKey: 'k' },
};
