import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { CrmTaskInput } from '../../core/crm/parse-crm-task';

export function readTask(context: IExecuteFunctions, item: number): CrmTaskInput {
	const read = (name: string) => context.getNodeParameter(name, item, '');
	const operation = read('operation');
	switch (operation) {
		case 'findCompany':
			return { operation, cnpj: read('cnpj') };
		case 'addNote':
			return { operation, key: read('key'), target: read('target'), targetId: read('targetId'), text: read('text') };
		default: {
			const options = context.getNodeParameter('options', item, {});
			const { origin, owner, noteTemplate } = options;
			return {
				operation,
				lead: readLead(context, item, options),
				pipeline: read('pipeline'),
				stage: read('stage'),
				origin,
				owner,
				noteTemplate,
			};
		}
	}
}

function readLead(context: IExecuteFunctions, item: number, options: IDataObject): object {
	const read = (name: string) => context.getNodeParameter(name, item, '');
	const rows = context.getNodeParameter('details.detail', item, []) as Array<{ name?: string; value?: string }>;
	const { legalName, website, jobTitle, priceAnswer, priceReason } = options;
	const city = read('city');
	const hasCompany = [read('companyName'), read('cnpj'), legalName].some(Boolean);
	return {
		id: read('leadId'),
		company: hasCompany ? { name: read('companyName'), cnpj: read('cnpj'), legalName, website, city } : undefined,
		person: { name: read('personName'), phone: read('phone'), email: read('email'), jobTitle, city },
		deal: { title: read('title'), value: options['value'], temperature: read('temperature') },
		details: Object.fromEntries(rows.flatMap(({ name = '', value }) => (name.trim() ? [[name.trim(), value]] : []))),
		summary: read('summary'),
		priceException: priceAnswer ? { answer: priceAnswer, reason: priceReason } : undefined,
	};
}
