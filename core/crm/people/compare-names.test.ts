import { compareNames, isSameCompanyName } from './compare-names';

it.each([
	['José da Silva', 'jose silva', 'equal'],
	['Maria', 'Maria Souza Lima', 'like'],
	['Maria Lima', 'Maria Souza Lima', 'like'],
	['maria@sol.example', 'Maria Souza', 'like'],
	['+5541988880001', 'Maria Souza', 'like'],
	['Maria Souza', 'Maria Lima', 'other'],
	['Souza', 'Maria Souza', 'other'],
	['José', 'José Silva Filho', 'like'],
	['José Silva', 'José Silva Filho', 'other'],
	['José Silva Jr.', 'José Silva Júnior', 'equal'],
	['José Silva Neto', 'José Silva Filho', 'other'],
])('compares %s with %s', (one, other, match) => {
	expect([compareNames(one, other), compareNames(other, one)]).toEqual([match, match]);
});

it('knows a company without its legal form', () => {
	expect(isSameCompanyName('Padaria Sol Ltda.', 'PADARIA SOL')).toBe(true);
	expect(isSameCompanyName('Padaria Sol S/A', 'padaria sol')).toBe(true);
	expect(isSameCompanyName('Padaria Sol', 'Padaria Sol Nascente')).toBe(false);
	expect(isSameCompanyName('', undefined)).toBe(false);
});
