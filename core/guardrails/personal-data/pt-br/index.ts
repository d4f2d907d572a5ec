import type { Recognizer } from '../recognizer';
import { brCep } from './br-cep';
import { brCib } from './things/br-cib';
import { brCnh } from './people/br-cnh';
import { brCnj } from './br-cnj';
import { brCnm } from './things/br-cnm';
import { brCnpj } from './br-cnpj';
import { brCns } from './people/br-cns';
import { brCpf } from './people/br-cpf';
import { brIptu } from './things/br-iptu';
import { brMatriculaImovel } from './things/br-matricula-imovel';
import { brNis } from './people/br-nis';
import { brPixKey } from './br-pix-key';
import { brPlate } from './things/br-plate';
import { brRenavam } from './things/br-renavam';
import { brRg } from './people/br-rg';
import { brVoterId } from './people/br-voter-id';

export const brazil: readonly Recognizer[] = [
	brCpf,
	brCnpj,
	brNis,
	brCns,
	brCnh,
	brRenavam,
	brVoterId,
	brRg,
	brPlate,
	brPixKey,
	brCep,
	brCnj,
	brCnm,
	brCib,
	brIptu,
	brMatriculaImovel,
];
