import type { IWebhookFunctions } from 'n8n-workflow';
import { escapeHtml } from '../../../../core/base/text/escape-html';
import type { VisitResult } from '../node-task';

interface ApprovalOptions {
	approveLabel?: string;
	disapproveLabel?: string;
}

const maxMessageCharacters = 2_000;

const words = {
	en: { title: 'Please confirm your answer', approve: 'Approve', decline: 'Decline' },
	pt: { title: 'Confirme a sua resposta', approve: 'Aprovar', decline: 'Recusar' },
};

/** Its button sends the link as POST, so that link previews decide nothing. */
export function confirmPage(context: IWebhookFunctions, approved: boolean, acceptLanguage = ''): VisitResult['response'] {
	const language = /^\s*pt\b/i.test(acceptLanguage) ? 'pt' : 'en';
	const { title, approve, decline } = words[language];
	const options = context.getNodeParameter('approvalOptions.values', {}) as ApprovalOptions;
	const label = approved ? options.approveLabel || approve : options.disapproveLabel || decline;
	const text = context.getNodeParameter('message', '');
	const message = typeof text === 'string' ? text.slice(0, maxMessageCharacters) : '';
	return {
		status: 200,
		type: 'text/html; charset=utf-8',
		body: `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title>
<style>${style}</style></head>
<body><main><h1>${title}</h1>${message === '' ? '' : `<p>${escapeHtml(message)}</p>`}
<form method="post"><button>${escapeHtml(label)}</button></form></main></body>
</html>
`,
	};
}

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f6f7f9;color:#222}
main{max-width:28rem;margin:12vh auto;padding:1.5rem;background:#fff;border:1px solid #dbdfe7;border-radius:8px;text-align:center}
h1{font-size:1.2rem;margin:0 0 1rem}p{white-space:pre-wrap;overflow-wrap:anywhere;text-align:start}
button{font:inherit;padding:.6rem 1.6rem;border:0;border-radius:6px;background:#1f5fbf;color:#fff;cursor:pointer}`;
