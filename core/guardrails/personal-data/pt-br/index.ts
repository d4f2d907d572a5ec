import type { Recognizer } from '../recognizer';
import { brCep } from './br-cep';
import { brCib } from './br-cib';
import { brCnh } from './br-cnh';
import { brCnj } from './br-cnj';
import { brCnm } from './br-cnm';
import { brCnpj } from './br-cnpj';
import { brCns } from './br-cns';
import { brCpf } from './br-cpf';
import { brIptu } from './br-iptu';
import { brMatriculaImovel } from './br-matricula-imovel';
import { brNis } from './br-nis';
import { brPixKey } from './br-pix-key';
import { brPlate } from './br-plate';
import { brRenavam } from './br-renavam';
import { brRg } from './br-rg';
import { brVoterId } from './br-voter-id';

/** Brazil: its numbers, and the words of its people. */
export const brazil: readonly Recognizer[] = [
	...[brCpf, brCnpj, brNis, brCns, brCnh, brRenavam, brVoterId, brRg, brPlate],
	...[brPixKey, brCep, brCnj, brCnm, brCib, brIptu, brMatriculaImovel],
];
