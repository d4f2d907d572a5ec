import type { Recognizer } from '../recognizer';
import { brCnh } from './br-cnh';
import { brCnpj } from './br-cnpj';
import { brCns } from './br-cns';
import { brCpf } from './br-cpf';
import { brNis } from './br-nis';
import { brPlate } from './br-plate';
import { brRenavam } from './br-renavam';
import { brRg } from './br-rg';
import { brVoterId } from './br-voter-id';

/** Brazil: its numbers, and the words of its people. */
export const brazil: readonly Recognizer[] = [brCpf, brCnpj, brNis, brCns, brCnh, brRenavam, brVoterId, brRg, brPlate];
