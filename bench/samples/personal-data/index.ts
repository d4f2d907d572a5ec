import type { SampleMaker } from '../sample';
import { samples as brCnh } from './br-cnh';
import { samples as brCnpj } from './br-cnpj';
import { samples as brCns } from './br-cns';
import { samples as brCpf } from './br-cpf';
import { samples as brNis } from './br-nis';
import { samples as brPlate } from './br-plate';
import { samples as brRenavam } from './br-renavam';
import { samples as brRg } from './br-rg';
import { samples as brVoterId } from './br-voter-id';

/** Of every type. */
export const sampleMakers: readonly SampleMaker[] = [brCnh, brCnpj, brCns, brCpf, brNis, brPlate, brRenavam, brRg, brVoterId];
