/**
 * Terraform's numbers are decimals of 512 bits. It sends 64-bit integers, doubles where they hold
 * the value exactly, and decimal text for everything else: 0.1 arrives as text.
 */
export type Numeric = number | bigint | string;

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function decodeNumber(sent: Numeric): Numeric {
  if (typeof sent === 'bigint') return narrow(sent);
  if (typeof sent === 'number') return Number.isInteger(sent) ? narrow(BigInt(sent)) : fromDouble(sent);
  if (!DECIMAL.test(sent)) throw new Error(`'${sent}' is not a number`);
  const digits = positional(sent);
  if (!digits.includes('.')) return narrow(BigInt(digits));
  const nearest = Number(digits);
  return positional(String(nearest)) === digits ? nearest : digits;
}

/**
 * Fractions as doubles only where Terraform did so: the double 0.1 is not what the user wrote as 0.1,
 * and Terraform's reading of decimal text is not exact to the last of its 512 bits.
 */
export function encodeNumber(value: Numeric): number | string {
  if (typeof value === 'bigint') return encodeInteger(value);
  if (typeof value === 'string') return encodeText(value);
  if (!Number.isFinite(value)) throw new Error(`${value} is not a number that Terraform knows`);
  if (Number.isInteger(value)) return encodeInteger(BigInt(value));
  return exactly(value) === positional(String(value)) ? value : String(value);
}

function encodeText(value: string): number | string {
  if (!DECIMAL.test(value)) throw new Error(`'${value}' is not a number`);
  const double = Number(value);
  return !Number.isInteger(double) && exactly(double) === positional(value) ? double : value;
}

const encodeInteger = (value: bigint): number | string => {
  const narrowed = narrow(value);
  return typeof narrowed === 'number' ? narrowed : String(narrowed);
};

function narrow(integer: bigint): number | bigint {
  const double = Number(integer);
  return Number.isSafeInteger(double) ? double : integer;
}

/** A double stands for its exact value, which may have more digits than JavaScript prints. */
function fromDouble(double: number): Numeric {
  if (!Number.isFinite(double)) throw new Error(`${double} is not a number that Terraform knows`);
  const exact = exactly(double);
  return positional(String(double)) === exact ? double : exact;
}

/** 100 digits are the most that JavaScript gives. */
const exactly = (double: number): string => positional(double.toFixed(100));

/** `-1.50e-3` as `-0.0015`: no exponent, no superfluous zeros. */
function positional(decimal: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(decimal)!;
  const shift = Number(exponent);
  const left = whole + fraction.slice(0, Math.max(shift, 0)).padEnd(Math.max(shift, 0), '0');
  const right = fraction.slice(Math.max(shift, 0));
  const cut = left.length + Math.min(shift, 0);
  const integer = left.slice(0, Math.max(cut, 0)).replace(/^0+(?=\d)/, '') || '0';
  const decimals = (left.slice(Math.max(cut, 0)).padStart(Math.max(-shift, 0), '0') + right).replace(
    /0+$/,
    '',
  );
  const digits = decimals ? `${integer}.${decimals}` : integer;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}
