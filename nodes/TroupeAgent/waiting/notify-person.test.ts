import type { IExecuteFunctions } from 'n8n-workflow';
import { notifyPerson } from './notify-person';

test('sends people a link that shows a page once the form is decided, and programs the plain one (n8n-io/n8n#16462)', async () => {
	const sent: object[] = [];
	const context = {
		getNodeParameter: () => ({ notifyUrl: 'https://hooks.example.com/desk' }),
		evaluateExpression: () => 'http://n8n.test/webhook-waiting/7?signature=x',
		helpers: { httpRequest: async ({ body }: { body: object }) => void sent.push(body) },
	} as unknown as IExecuteFunctions;
	await notifyPerson(context, [{ kind: 'question', question: 'Which colour?', approver: 'desk' } as never], []);
	expect(sent).toEqual([
		{
			text: 'Which colour?\nhttp://n8n.test/webhook-waiting/7?signature=x&page=form-waiting',
			url: 'http://n8n.test/webhook-waiting/7?signature=x',
			questions: ['Which colour?'],
			approvers: ['desk'],
		},
	]);
});
