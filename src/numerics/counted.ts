/** A count and what is counted, a noun in the plural first ("flags, one a row"), which for one is put in the singular. */
export function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what.replace(/^(class )?(\w+)/, (_, kind = "", noun) => kind + singular(noun)) : what}`;
}

function singular(noun: string): string {
  if (noun.endsWith("indices")) return "index";
  if (noun.endsWith("ies")) return `${noun.slice(0, -3)}y`;
  return noun.endsWith("sses") ? noun.slice(0, -2) : noun.slice(0, -1);
}
