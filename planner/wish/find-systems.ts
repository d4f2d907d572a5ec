/** Programs and services that people name in wishes, as they are written. Each has nodes in n8n or an interface by HTTP. */
const names = `
Slack, Gmail, Google Sheets, Google Drive, Google Calendar, Google Docs, WhatsApp, Telegram, HubSpot, Salesforce, Notion, Trello,
Jira, Asana, Airtable, Stripe, PayPal, SAP, Excel, Outlook, Microsoft Teams, Discord, GitHub, GitLab, Shopify, WooCommerce,
Mercado Livre, Mercado Pago, Pix, Omie, Bling, Totvs, Conta Azul, RD Station, Pipedrive, Zendesk, Freshdesk, Intercom, Twilio,
Mailchimp, Dropbox, OneDrive, SharePoint, PostgreSQL, Postgres, MySQL, MongoDB, Supabase, Power BI, Zoom, DocuSign, Clicksign,
QuickBooks, Xero, LinkedIn, Instagram, Facebook, YouTube, WordPress, ClickUp, Calendly, Chatwoot, Linear, Confluence, Twitter,
ERP, CRM, FTP, RSS, Hotmart, Asaas, Nubank, Sendgrid, ServiceNow, Odoo, Redis, Snowflake, BigQuery
`
	.trim()
	.split(/,\s+/);

const synonyms: Array<[RegExp, string]> = [
	[/^planilhas?$/, 'Planilha'],
	[/^spreadsheets?$/, 'Spreadsheet'],
	[/^e-?mails?$/, 'Email'],
	[/^zap(?:zap)?$/, 'WhatsApp'],
	[/^webhook$/, 'Webhook'],
	[/^api$/, 'HTTP'],
	[/^google planilhas$/, 'Google Sheets'],
	[/^google agenda$/, 'Google Calendar'],
	[/^sms$/, 'SMS'],
];

const known = [
	...names.map((name) => name.toLowerCase().replaceAll(' ', String.raw`\s+`)),
	...synonyms.map(([words]) => words.source.slice(1, -1).replaceAll(' ', String.raw`\s+`)),
];
const shape = new RegExp(String.raw`(?<![\p{L}\d])(?:${known.join('|')})(?![\p{L}\d])`, 'giu');

/** Returns the systems that a text names, in the order of the text, each once; at most 20. */
export function findSystems(text: string): string[] {
	const found = [...text.matchAll(shape)].map(([said]) => {
		const words = said.toLowerCase().replaceAll(/\s+/g, ' ');
		return names.find((name) => name.toLowerCase() === words) ?? synonyms.find(([one]) => one.test(words))![1];
	});
	return [...new Set(found)].slice(0, 20);
}
