/** Programs and services that people name in wishes, as they are written. Each has nodes in n8n or an interface by HTTP. */
const names = [
	...[
		'Slack',
		'Gmail',
		'Google Sheets',
		'Google Drive',
		'Google Calendar',
		'Google Docs',
		'WhatsApp',
		'Telegram',
		'HubSpot',
		'Salesforce',
		'Notion',
		'Trello',
	],
	...[
		'Jira',
		'Asana',
		'Airtable',
		'Stripe',
		'PayPal',
		'SAP',
		'Excel',
		'Outlook',
		'Microsoft Teams',
		'Discord',
		'GitHub',
		'GitLab',
		'Shopify',
		'WooCommerce',
	],
	...[
		'Mercado Livre',
		'Mercado Pago',
		'Pix',
		'Omie',
		'Bling',
		'Totvs',
		'Conta Azul',
		'RD Station',
		'Pipedrive',
		'Zendesk',
		'Freshdesk',
		'Intercom',
		'Twilio',
	],
	...[
		'Mailchimp',
		'Dropbox',
		'OneDrive',
		'SharePoint',
		'PostgreSQL',
		'Postgres',
		'MySQL',
		'MongoDB',
		'Supabase',
		'Power BI',
		'Zoom',
		'DocuSign',
		'Clicksign',
	],
	...[
		'QuickBooks',
		'Xero',
		'LinkedIn',
		'Instagram',
		'Facebook',
		'YouTube',
		'WordPress',
		'ClickUp',
		'Calendly',
		'Chatwoot',
		'Linear',
		'Confluence',
		'Twitter',
	],
	...['ERP', 'CRM', 'FTP', 'RSS', 'Hotmart', 'Asaas', 'Nubank', 'Sendgrid', 'ServiceNow', 'Odoo', 'Redis', 'Snowflake', 'BigQuery'],
] as const;

const synonyms: Record<string, string> = {
	...{
		planilha: 'Planilha',
		planilhas: 'Planilha',
		spreadsheet: 'Spreadsheet',
		spreadsheets: 'Spreadsheet',
		'e-mail': 'Email',
		email: 'Email',
		emails: 'Email',
		'e-mails': 'Email',
	},
	...{
		zap: 'WhatsApp',
		zapzap: 'WhatsApp',
		webhook: 'Webhook',
		api: 'HTTP',
		'google planilhas': 'Google Sheets',
		'google agenda': 'Google Calendar',
		sms: 'SMS',
	},
};

const shapes = [...names.map((name) => [name.toLowerCase(), name] as const), ...Object.entries(synonyms)].map(
	([words, name]) => [new RegExp(String.raw`(?<![\p{L}\d])${words.replaceAll(' ', String.raw`\s+`)}(?![\p{L}\d])`, 'iu'), name] as const,
);

/** Returns the systems that a text names, in the order of the text, each once; at most 20. */
export function findSystems(text: string): string[] {
	const found = shapes.map(([shape, name]) => ({ name, at: text.search(shape) })).filter(({ at }) => at >= 0);
	return [...new Set(found.sort((one, other) => one.at - other.at).map(({ name }) => name))].slice(0, 20);
}
