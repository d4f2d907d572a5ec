/**
 * The value of `required` for an input that depends on a field, in the expression of a node's inputs. n8n draws the red asterisk for every
 * value that is not empty, and for `true` also a red triangle that stays.
 */
export const requiredInput = "'asterisk'";
