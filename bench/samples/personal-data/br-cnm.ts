import { createNumberSamples } from '../brazil-samples';
import type { Chance } from '../sample';

const checkDigits = (rest: string): string => String(98n - ((BigInt(rest) * 100n) % 97n)).padStart(2, '0');

function makeCode(chance: Chance): string {
	const rest =
		chance.pick(['0', '1']) + chance.digits(5) + chance.pick(['2', '2', '2', '3']) + String(1 + chance.below(399_999)).padStart(7, '0');
	return rest + checkDigits(rest);
}

export const samples = createNumberSamples({
	type: 'BR_CNM',
	make: makeCode,
	isRight: (digits) => digits.slice(14) === checkDigits(digits.slice(0, 14)),
	forms: [
		'000000.0.0000000-00',
		'000000.0.0000000-00',
		'0000000000000000',
		'000000.0.0000000.00',
		'000000 0 0000000 00',
		'000000-0-0000000-00',
	],
	needsWords: true,
	wording: {
		labels: [
			'CNM',
			'Código Nacional de Matrícula',
			'código nacional de matrícula (CNM)',
			'CNM do imóvel',
			'matrícula nacional',
			'CNM da matrícula',
			'national registration code',
			'CNM code',
		],
		keys: ['cnm', 'codigo_nacional_matricula', 'cnm_imovel', 'imovel.cnm', 'codigoNacionalMatricula', 'property_cnm'],
		sentences: [
			'Oficial do 11º Registro de Imóveis, CNM {}',
			'CNM: {}\nLIVRO Nº 2 - REGISTRO GERAL\nficha 01',
			'O imóvel de Código Nacional de Matrícula n. {} foi vendido a João',
			'Certifico que a presente é reprodução autêntica da matrícula {}',
			'certidão de inteiro teor do CNM {}',
			'AV.5 - inclusão do CNM {} nos termos do Provimento 143/2023',
			'pode puxar a matrícula online pelo CNM {} ?',
			'escritura do apartamento, CNM {}, 2º Ofício',
			'a garagem tem outro CNM, o {}',
			'Selo digital 1234 - CNM {} - protocolo 98.765',
			'the property with CNM {} was sold in March',
			'look it up at the land registry, CNM {}',
			'registro de imóveis: {}',
		],
	},
});
