/**
 * Why a person is asked about a call. `rule`: a rule asks. `no-rule`: none allows the call. `limit`: it is beyond the limits of the rule that allows it.
 * `values`: only texts of others have its values. `results`: the operator demands it after such texts. `operator`: the operator demands it for its effect.
 * `declined`: a person declined the tool in this run. `agent`: the called agent asks nobody. `guardrail`, `reviewer`: they demand it.
 */
export type AskReason = 'rule' | 'no-rule' | 'limit' | 'values' | 'results' | 'operator' | 'declined' | 'agent' | 'guardrail' | 'reviewer';
