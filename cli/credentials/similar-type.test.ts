import { findSimilarType } from './similar-type';

it.each([
	['zapi', 'zApi'],
	['z-api', 'zApi'],
	['WhatsappCloud', 'whatsappCloud'],
	['httpheaderauth', 'httpHeaderAuth'],
	['zApi', undefined],
	['httpHeaderAuth', undefined],
	['ourOwnErp', undefined],
])('finds for the type %s the known one %s', (type, known) => {
	expect(findSimilarType(type)).toBe(known);
});
