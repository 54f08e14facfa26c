import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { ballast, result, temporaryFolder } from './ballast.ts';

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('ballast sample', () => {
  test('the same seed gives the same bytes, another seed others, and a replica is never overwritten', async () => {
    const folder = temporaryFolder();
    const [a, b, c] = [join(folder, 'a'), join(folder, 'b'), join(folder, 'c')];
    const first = await ballast('sample', '--size', 'small', '--data', a);
    expect(first.code).toBe(0);
    // Progress is told a few times a second, which a busy machine may take.
    expect(first.stderr).toMatch(/^(\d+ of \d+ locations\n)*$/);
    expect(result(first)).toMatchObject({ size: 'small', seed: 7, dealers: 60, items: 2974 });
    await ballast('sample', '--size', 'small', '--seed', '7', '--data', b);
    await ballast('sample', '--size', 'small', '--seed', '8', '--data', c);
    const replica = (data: string): string => join(data, 'replica.sqlite');
    expect(digest(replica(a))).toBe(digest(replica(b)));
    expect(digest(replica(a))).not.toBe(digest(replica(c)));
    expect(readdirSync(a)).toEqual(['replica.sqlite']);

    const before = digest(replica(a));
    const again = await ballast('sample', '--size', 'small', '--data', a);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('already holds a replica');
    expect(digest(replica(a))).toBe(before);
  });

  test('options that are missing or wrong are bad input', async () => {
    const folder = temporaryFolder();
    for (const args of [
      ['sample', '--size', 'tiny', '--data', join(folder, 'x')],
      ['sample', '--size', 'small'],
      ['sample', '--size', 'small', '--seed', 'seven', '--data', join(folder, 'x')],
      ['sample', '--size', 'small', '--colour', 'red', '--data', join(folder, 'x')],
      ['no-such-command'],
    ]) {
      const ran = await ballast(...args);
      expect(ran, args.join(' ')).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).not.toBe('');
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('ballast plan', () => {
  test('plans the small network: alive, the same twice, and the model is learnt once', async () => {
    const folder = temporaryFolder();
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    for (const data of [a, b])
      expect((await ballast('sample', '--size', 'small', '--data', data)).code).toBe(0);
    const first = result(await ballast('plan', '--data', a)) as never as Plan;
    expect(first.counts.atRiskWithinTwoWeeks).toBeGreaterThanOrEqual(200);
    expect(first.counts.transfers).toBeGreaterThanOrEqual(30);
    expect(Math.min(...Object.values(first.counts.byRisk))).toBeGreaterThan(0);
    expect(first.topTransfers).toHaveLength(10);
    expect(first.topTransfers.every((transfer) => transfer.net > 0)).toBe(true);
    expect(first.retrained).toBe(true);

    const other = result(await ballast('plan', '--data', b)) as never as Plan;
    expect(withoutTimes(other)).toEqual(withoutTimes(first));

    const second = result(await ballast('plan', '--data', a)) as never as Plan;
    expect(second.retrained).toBe(false);
    expect(second.run).toBe(first.run + 1);
    const retrained = result(await ballast('plan', '--data', a, '--retrain')) as never as Plan;
    expect(retrained.retrained).toBe(true);
  });

  test('every transfer adds up, and exports under the headers that scripts rely on', async () => {
    const data = join(temporaryFolder(), 'data');
    await ballast('sample', '--size', 'small', '--data', data);
    await ballast('plan', '--data', data);
    const out = join(data, '..', 'transfers.csv');
    const ran = await ballast(
      'export',
      '--data',
      data,
      '--what',
      'transfers',
      '--format',
      'csv',
      '--out',
      out,
    );
    const rows = parse(readFileSync(out), { columns: true }) as readonly Readonly<Record<string, string>>[];
    expect(result(ran)).toMatchObject({ rows: rows.length });
    for (const row of rows) {
      const money = (name: string): number => Math.round(100 * Number(row[name]));
      expect(money('net')).toBe(money('benefit') + money('donor') - money('freight') - money('handling'));
    }
    const headers: Readonly<Record<string, string>> = {
      locations: 'id,name,kind,ownerGroup,region,latitude,longitude,timeZone',
      items: 'id,description,family,unitCost,currency,weightKg,packQuantity,criticality,hazardous,status',
      positions:
        'location,item,onHand,reserved,workInProgress,qualityHold,inTransitIn,inTransitOut,onOrder,backorder,asOf',
      demand: 'location,item,period,quantity,lostSales',
      lanes: 'from,to,days,fixedCost,costPerKg,hazardousAllowed',
      supersessions: 'item,replacedBy,kind,effectiveFrom,quantityPer',
      inbound: 'id,to,item,quantity,promisedDate,expectedDate,kind',
      vehicles: 'vin,model,trim,options,location,status,arrivedAt,price,currency',
      forecasts: 'item,location,period,mean,q0.1,q0.2,q0.3,q0.4,q0.5,q0.6,q0.7,q0.8,q0.9,method',
    };
    for (const [what, expected] of Object.entries(headers)) {
      const file = join(data, '..', `${what}.csv`);
      expect(
        (await ballast('export', '--data', data, '--what', what, '--format', 'csv', '--out', file)).code,
      ).toBe(0);
      expect(readFileSync(file, 'utf8').split('\n')[0]).toBe(expected);
    }
  });

  test('a replica that is missing, foreign, truncated or newer is refused and left as it is', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    const missing = await ballast('plan', '--data', data);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('ballast sample');
    expect(existsSync(data)).toBe(false);

    await ballast('sample', '--size', 'small', '--data', data);
    const file = join(data, 'replica.sqlite');
    const whole = readFileSync(file);
    const newer = Buffer.from(whole);
    newer.writeUInt32BE(99, 60);
    const torn = Buffer.from(whole);
    torn.fill(0x5a, 8192, 65_536);
    const cases: readonly (readonly [string, Buffer, RegExp])[] = [
      ['foreign', Buffer.from('plain text, no database at all'), /not a Ballast replica/],
      ['empty', Buffer.alloc(0), /not a Ballast replica/],
      ['truncated', whole.subarray(0, 300_000), /damaged/],
      ['torn', torn, /damaged/],
      ['newer', newer, /newer Ballast/],
    ];
    for (const [name, bytes, reason] of cases) {
      writeFileSync(file, bytes);
      const ran = await ballast('plan', '--data', data);
      expect(ran, name).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr, name).toMatch(reason);
      expect(readFileSync(file).equals(bytes), `${name} left as it was`).toBe(true);
    }
  });
});

interface Plan {
  readonly run: number;
  readonly counts: {
    readonly atRiskWithinTwoWeeks: number;
    readonly transfers: number;
    readonly byRisk: Readonly<Record<string, number>>;
  };
  readonly retrained: boolean;
  readonly seconds: unknown;
  readonly topTransfers: readonly { readonly net: number }[];
}

function withoutTimes(plan: Plan): Plan {
  return { ...plan, seconds: null };
}
