import { escapeHtml } from '../../../core/base/text/escape-html';
import type { PendingDecision } from '../../../core/agents/agent-outcome';
import type { Language } from '../../../core/base/text/languages';
import { decisionScript } from './decision-script';
import { formTexts } from './form-texts';
import { fieldNames } from './read-form';

export function messagePage(message: string, language: Language): string {
	return page(`<p>${escapeHtml(message)}</p>`, language);
}

/** Contains everything that the execution waits for; works without its script too. */
export function decisionPage(questions: PendingDecision[], language: Language, problem?: string): string {
	const texts = formTexts[language];
	const isOneApproval = questions.length === 1 && questions[0]!.kind === 'approval';
	const fields = questions.map((pending, index) => fieldset(pending, index, language, isOneApproval));
	const note = problem === undefined ? `<p>${escapeHtml(texts.lead)}</p>` : `<p role="alert"><strong>${escapeHtml(problem)}</strong></p>`;
	const send = isOneApproval ? '' : `<p><button>${escapeHtml(questions.length > 0 ? texts.send : texts.goOn)}</button></p>`;
	const said = `data-decided="${escapeHtml(texts.decided)}" data-failed="${escapeHtml(texts.failed)}" data-unsent="${escapeHtml(texts.unsent)}"`;
	return page(`${note}<form method="post" ${said}>${fields.join('')}${send}</form>`, language, `<script>${decisionScript}</script>`);
}

function fieldset(pending: PendingDecision, index: number, language: Language, asButtons: boolean): string {
	const content = pending.kind === 'question' ? answerField(pending, index, language) : approvalFields(pending, index, language, asButtons);
	const approver = pending.approver === undefined ? '' : `<p>${escapeHtml(`${formTexts[language].for}: ${pending.approver}`)}</p>`;
	const asked = pending.kind === 'approval' ? pending.heading : pending.question;
	return `<fieldset><legend>${escapeHtml(asked)}</legend>${approver}${content}</fieldset>`;
}

function approvalFields(
	{ question, heading, viewSha256 }: PendingDecision & { kind: 'approval' },
	index: number,
	language: Language,
	asButtons: boolean,
): string {
	const texts = formTexts[language];
	const { decision, comment, view } = fieldNames(index);
	const choice = (value: 'approve' | 'decline') =>
		asButtons
			? `<button name="${decision}" value="${value}" class="${value}">${escapeHtml(texts[value])}</button>`
			: `<label><input type="radio" required name="${decision}" value="${value}"> ${escapeHtml(texts[value])}</label>`;
	return [
		`<pre>${escapeHtml(question.slice(heading.length).trim())}</pre>`,
		`<input type="hidden" name="${view}" value="${viewSha256}">`,
		`<label>${escapeHtml(texts.comment)}<textarea name="${comment}" rows="2" maxlength="8000"></textarea></label>`,
		`<p>${choice('approve')} ${choice('decline')}</p>`,
	].join('');
}

function answerField({ choices }: PendingDecision & { kind: 'question' }, index: number, language: Language): string {
	const { answer } = fieldNames(index);
	if (choices)
		return choices
			.map((choice) => `<label><input type="radio" required name="${answer}" value="${escapeHtml(choice)}"> ${escapeHtml(choice)}</label>`)
			.join('');
	return `<label>${escapeHtml(formTexts[language].answer)}<textarea required name="${answer}" rows="4" maxlength="8000"></textarea></label>`;
}

const style = [
	'body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}',
	'fieldset{border:1px solid #d0d7de;border-radius:8px;padding:1rem;margin:0 0 1rem}legend{font-weight:600;padding:0 .25rem}',
	'label{display:block;margin:.5rem 0}textarea{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem}',
	'pre{background:#f6f8fa;padding:.75rem;border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:14px}',
	'button{font:inherit;font-weight:600;padding:.5rem 1.25rem;border-radius:6px;border:1px solid #1a7f37;background:#1a7f37;color:#fff;cursor:pointer}',
	'button.decline{background:#fff;color:#cf222e;border-color:#cf222e}[role=alert]{color:#cf222e}',
].join('');

function page(content: string, language: Language, script = ''): string {
	const title = escapeHtml(formTexts[language].title);
	const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style>`;
	return `<!doctype html><html lang="${language}"><head>${head}</head><body><main><h1>${title}</h1>${content}</main>${script}</body></html>`;
}
