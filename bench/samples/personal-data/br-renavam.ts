import { isRenavam } from '../../../core/guardrails/personal-data/pt-br/things/br-renavam';
import { makeRenavam } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';

export const samples = createNumberSamples({
	type: 'BR_RENAVAM',
	make: makeRenavam,
	isRight: isRenavam,
	needsWords: true,
	forms: ['00000000000', '00000000000', '0000000000-0', '000000000 00', '0000.000000-0', '00 000000000'],
	wording: {
		labels: [
			'RENAVAM',
			'Renavam',
			'renavam',
			'código RENAVAM',
			'número do Renavam',
			'RENAVAM do veículo',
			'cód. renavam',
			'RENAVAM code',
			'RENAVAM number',
			'vehicle registry number',
		],
		keys: ['renavam', 'nr_renavam', 'codigoRenavam', 'vehicle.renavam', 'renavam_veiculo', 'RENAVAM'],
		sentences: [
			'quero pagar o IPVA, renavam {}',
			'CRLV exercício 2026 código renavam {}',
			'o licenciamento do carro tá vencido, renavam: {}',
			'Veículo Fiat Uno 2012/2013, cor prata, RENAVAM {}, chassi 9BW',
			'VENDEDOR transfere o veículo de RENAVAM nº {} ao COMPRADOR',
			'no documento do carro aparece {} no campo renavam',
			'consulta débitos: Renavam {}',
			'multa do veículo renavam {} em aberto',
			'dois veículos na frota: renavam {} e renavam {}',
			'the vehicle registration (Renavam) is {}',
			'please check fines for Renavam {}',
			'Busca e apreensão do veículo, RENAVAM {}, alienado fiduciariamente',
		],
	},
});
