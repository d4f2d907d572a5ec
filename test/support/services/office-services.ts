/** The examples with services for customers, mail and tables. */
import type { GoogleOauth } from '../../fakes/google-oauth';
import { accessOf } from '../../fakes/services/access';
import { gmailService, type Mailbox } from '../../fakes/services/gmail';
import { googleAccess } from '../../fakes/services/google-api';
import { googleSheetsService, type Spreadsheet } from '../../fakes/services/google-sheets';
import { hubspotScopes, hubspotService, hubspotToken } from '../../fakes/services/hubspot';
import {
	salesforceAccess,
	salesforceClient,
	salesforceLogin,
	type SalesforceRecords,
	salesforceService,
	salesforceUrl,
} from '../../fakes/services/salesforce';
import { saying, type ServiceExample } from './service-world';

const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`;

export const gmailExample: ServiceExample = {
	id: 'gmail/invoice-mail',
	credential: { name: 'mail', type: 'gmailOAuth2', scopes: [scope('gmail.readonly'), scope('gmail.compose')] },
	open: (google) => {
		const address = 'billing@casaaurora.example';
		const asks = { id: '19a0000000000001', from: 'Ana Reis <ana@padaria.example>', to: address, subject: 'My invoice of May' };
		const sent = { id: '19a0000000000002', from: address, to: 'ana@padaria.example', subject: 'Invoice 2026-05-17' };
		const mailbox: Mailbox = {
			address,
			messages: [
				{ ...asks, labels: ['INBOX', 'UNREAD'], text: 'Please send me my invoice again.' },
				{ ...sent, labels: ['SENT'], text: 'Invoice 2026-05-17: 349.90 EUR.' },
			],
			drafts: [],
		};
		return { hosts: { 'www.googleapis.com': gmailService(mailbox, googleAccess(google)) }, holds: mailbox };
	},
	plays: [
		{
			name: 'a mail that asks for an invoice is answered when a person approves the draft',
			variables: {},
			people: [{ approved: true, address: 'ana@padaria.example', text: 'Invoice 2026-05-17: 349.90 EUR.' }],
			before: (_world, google) => google.expire(),
			ends: {
				variables: { draftId: 'r1', messageId: expect.any(String) as string },
				holds: {
					drafts: [{ to: saying('ana@padaria.example'), subject: 'Re: My invoice of May', text: saying('Here is your invoice again.') }],
					messages: [{}, {}, { labels: ['SENT'], text: 'Invoice 2026-05-17: 349.90 EUR.' }],
				},
			},
		},
		{
			name: 'a draft that is not approved stays a draft',
			variables: {},
			people: [{ approved: false }],
			ends: { holds: { drafts: [{}], messages: [{}, {}] } },
		},
		{
			name: 'without a mail, nothing is written',
			variables: {},
			before: ({ holds }) => void ((holds as Mailbox).messages[0]!.labels = ['INBOX']),
			ends: { variables: { request: null }, holds: { drafts: [] } },
		},
		{
			name: 'an address that is not one takes the drawn path',
			variables: {},
			people: [{ approved: true, address: 'nobody', text: 'Hello' }],
			ends: { variables: { problem: saying('Invalid email address') }, holds: { messages: [{}, {}] } },
		},
		{
			name: 'an access that the person withdrew is an incident',
			variables: {},
			before: (_world, google) => google.revoke(),
			ends: { incident: { elementId: 'inbox', message: saying('NODE_FAILED', 'needs to be reconnected') } },
		},
	],
};

const visitor = { email: 'Rui@Padaria.example', firstName: 'Rui', lastName: 'Melo', company: "Padaria D'Ouro", isCustomer: false };

export const salesforceExample: ServiceExample = {
	id: 'salesforce/fair-visitor',
	credential: {
		...{ name: 'salesforce', type: 'salesforceOAuth2Api' },
		data: {
			...{ clientId: salesforceClient.clientId, clientSecret: salesforceClient.clientSecret },
			oauthTokenData: {
				...{ access_token: '00D.ended', refresh_token: salesforceClient.refreshToken, token_type: 'Bearer' },
				...{ instance_url: salesforceUrl, scope: 'api refresh_token' },
			},
		},
	},
	open: () => {
		const access = salesforceAccess();
		const known = { Id: '00Q000000000009AAA', LastName: 'Costa', Name: 'Costa', Company: "Padaria D'Ouro", Email: 'costa@padaria.example' };
		const records: SalesforceRecords = { Contact: [], Lead: [known] };
		const hosts = {
			'login.salesforce.com': salesforceLogin(access),
			[new URL(salesforceUrl).hostname]: salesforceService(records, access),
		};
		return { hosts, holds: records, access };
	},
	plays: [
		{
			name: 'a visitor becomes a lead, and the leads of the company are listed',
			variables: visitor,
			ends: {
				variables: { recordId: saying('00Q'), leads: ['costa@padaria.example', 'Rui@Padaria.example'] },
				holds: { Lead: [{}, { Visitor_Key__c: 'rui@padaria.example', LeadSource: 'Trade Show', Name: 'Rui Melo' }], Contact: [] },
			},
		},
		{
			name: 'a visitor who was there before is updated',
			variables: visitor,
			before: ({ holds }) =>
				void (holds as SalesforceRecords).Lead.push({ Id: '00Q000000000010AAA', LastName: 'Mello', Visitor_Key__c: 'rui@padaria.example' }),
			ends: { holds: { Lead: [{}, { LastName: 'Melo', Company: "Padaria D'Ouro" }] } },
		},
		{
			name: 'a visitor of a customer becomes a contact',
			variables: { ...visitor, isCustomer: true },
			ends: { variables: { leads: ['costa@padaria.example'] }, holds: { Contact: [{ Name: 'Rui Melo' }], Lead: [{}] } },
		},
		{
			name: 'an invalid address takes the drawn path',
			variables: { ...visitor, email: 'rui' },
			ends: { variables: { problem: saying('invalid email address') }, holds: { Lead: [{}] } },
		},
		{
			name: 'a request beyond the limit of the day takes the drawn path: Salesforce answers it with 403',
			variables: { ...visitor, isCustomer: true },
			before: ({ access }) => access!.limit(1),
			ends: { variables: { problem: saying('Limit exceeded') }, holds: { Contact: [] } },
		},
	],
};

const quote = { email: 'rui@padaria.example', firstName: 'Rui', company: 'Padaria Sol', amount: 1200, text: 'Two grinders, please.' };

export const hubspotExample: ServiceExample = {
	id: 'hubspot/quote-request',
	credential: { name: 'hubspot', type: 'hubspotAppToken', data: { appToken: hubspotToken } },
	open: () => {
		const access = accessOf(hubspotToken, hubspotScopes);
		const contacts = new Map<string, Record<string, string>>();
		const service = hubspotService(contacts, access);
		const { deals, engagements } = service;
		return { hosts: { 'api.hubapi.com': service }, holds: { contacts, deals, engagements }, access };
	},
	plays: [
		{
			name: 'a request becomes a contact, a deal and a task',
			variables: quote,
			before: ({ access }) => access!.limit(1),
			ends: {
				variables: { contactId: 101, dealId: 5001, taskId: 9001 },
				holds: {
					deals: [{ properties: { dealname: 'Quote for Padaria Sol', amount: '1200' }, contacts: [101] }],
					engagements: [{ type: 'TASK', metadata: { subject: 'Call Rui' }, contacts: [101], deals: [5001] }],
				},
			},
		},
		{
			name: 'an address that is not one takes the drawn path',
			variables: { ...quote, email: 'rui' },
			ends: { variables: { problem: saying('rui is invalid') }, holds: { deals: [] } },
		},
		{
			name: 'a token that may not write deals is an incident',
			variables: quote,
			before: ({ access }) => void (access!.scopes = ['crm.objects.contacts.write']),
			ends: { incident: { elementId: 'deal', message: saying('NODE_FAILED', '(403)') }, holds: { deals: [] } },
		},
	],
};

const expense = { month: '2026-11', day: 22, what: 'Beans', amount: 80 };

export const googleSheetsExample: ServiceExample = {
	id: 'google-sheets/expense',
	credential: { name: 'sheets', type: 'googleSheetsOAuth2Api', scopes: [scope('spreadsheets')] },
	open: (google: GoogleOauth) => {
		const spreadsheet: Spreadsheet = {
			id: '1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef',
			sheets: [
				{
					sheetId: 0,
					title: 'Summary',
					maxRows: 2,
					rows: [
						['Month', 'Total'],
						['2026-10', 40],
					],
				},
				{
					sheetId: 7,
					title: '2026-10',
					maxRows: 2,
					rows: [
						['Day', 'What', 'Amount'],
						[3, 'Milk', 40],
					],
				},
			],
		};
		return { hosts: { 'sheets.googleapis.com': googleSheetsService(spreadsheet, googleAccess(google)) }, holds: spreadsheet };
	},
	plays: [
		{
			name: 'the first expense of a month creates its sheet',
			variables: expense,
			before: (_world, google) => google.expire(),
			ends: {
				variables: { total: 80, written: 80 },
				holds: {
					sheets: [
						{
							rows: [
								['Month', 'Total'],
								['2026-10', 40],
								['2026-11', 80],
							],
						},
						{},
						{
							title: '2026-11',
							rows: [
								['Day', 'What', 'Amount'],
								[22, 'Beans', 80],
							],
						},
					],
				},
			},
		},
		{
			name: 'a further expense is added to the total of its month',
			variables: { ...expense, month: '2026-10' },
			ends: {
				variables: { spent: 40, total: 120 },
				holds: {
					sheets: [
						{
							rows: [
								['Month', 'Total'],
								['2026-10', 120],
							],
						},
						{
							rows: [
								['Day', 'What', 'Amount'],
								[3, 'Milk', 40],
								[22, 'Beans', 80],
							],
						},
					],
				},
			},
		},
		{
			name: 'an access that the person withdrew is an incident',
			variables: expense,
			before: (_world, google) => google.revoke(),
			ends: { incident: { elementId: 'create', message: saying('NODE_FAILED', 'needs to be reconnected') }, holds: { sheets: [{}, {}] } },
		},
	],
};
