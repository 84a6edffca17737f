//! Addresses for addresses: those of one network stay in one network, and all lie in ranges that nobody has.
//!
//! Documentation ranges come first (RFC 5737, RFC 3849); a case with more networks than they hold goes on in the range for
//! benchmarks (RFC 2544), then in class E.

use std::collections::{BTreeMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that name nobody: kept as they are.
pub fn is_kept(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_documentation() || v4.is_loopback() || v4.is_unspecified() || v4.is_broadcast() || v4.is_multicast()
                || v4.is_link_local() || a >= 240 || a == 198 && (b == 18 || b == 19)
                // Masks, and networks of which only the beginning is told.
                || a == 0 || a == 255
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            v6.is_loopback() || v6.is_unspecified() || v6.is_multicast() || first == 0x2001 && second == 0xdb8
        }
    }
}

/// Networks of the documentation ranges, then a great many more.
fn network(n: u32) -> u32 {
    const DOCUMENTATION: [[u8; 4]; 3] = [[192, 0, 2, 0], [198, 51, 100, 0], [203, 0, 113, 0]];
    match DOCUMENTATION.get(n as usize) {
        Some(octets) => u32::from_be_bytes(*octets),
        // 198.18.0.0/15 has 512 networks, class E the rest.
        None if n < 515 => u32::from_be_bytes([198, 18, 0, 0]) + ((n - 3) << 8),
        None => u32::from_be_bytes([240, 0, 0, 0]).saturating_add((n - 515) << 8),
    }
}

/// Gives addresses their replacements. `found`: each once, in the order in which they came; `taken`: those that stand in the
/// texts and are kept, so that no two become one.
pub fn replacements(found: &[IpAddr], taken: &HashSet<IpAddr>) -> BTreeMap<IpAddr, IpAddr> {
    let mut all = BTreeMap::new();
    // By network: its number among ours, and the last host given away.
    let mut v4: BTreeMap<[u8; 3], (u32, u32)> = BTreeMap::new();
    let mut v6: BTreeMap<[u16; 4], (u16, u16)> = BTreeMap::new();
    let mut next = 0;
    for address in found {
        let replacement = match address {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                let new = || {
                    next += 1;
                    (next - 1, 0)
                };
                let (network_number, host) = v4.entry([a, b, c]).or_insert_with(new);
                // 254 hosts of a network find room in it; those after what is taken go on in a network of their own.
                loop {
                    *host += 1;
                    if *host > 254 {
                        (*network_number, *host) = (next, 1);
                        next += 1;
                    }
                    let candidate = IpAddr::V4(Ipv4Addr::from(network(*network_number) + *host));
                    if !taken.contains(&candidate) {
                        break candidate;
                    }
                }
            }
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                let number = v6.len() as u16 + 1;
                let (network_number, host) = v6.entry([a, b, c, d]).or_insert((number, 0));
                loop {
                    *host = host.saturating_add(1);
                    let segments = [0x2001, 0xdb8, *network_number, 0, 0, 0, 0, *host];
                    let candidate = IpAddr::V6(Ipv6Addr::from(segments));
                    if !taken.contains(&candidate) || *host == u16::MAX {
                        break candidate;
                    }
                }
            }
        };
        all.insert(*address, replacement);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_stay_together_and_no_two_addresses_become_one() {
        let addresses: Vec<IpAddr> = (0..4000u32)
            .map(|n| IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + n * 97)))
            .chain((0..300u16).map(|n| IpAddr::V6(Ipv6Addr::from([0xfd00, n / 7, 0, 0, 0, 0, 0, n]))))
            .collect();
        let taken = HashSet::from(["192.0.2.1".parse().unwrap(), "2001:db8:1::1".parse().unwrap()]);
        let given = replacements(&addresses, &taken);
        let distinct: HashSet<&IpAddr> = given.values().collect();
        assert_eq!(distinct.len(), addresses.len());
        assert!(given.values().all(|address| is_kept(*address) && !taken.contains(address)));
        let network = |address: IpAddr| match address {
            IpAddr::V4(v4) => v4.octets()[..3].to_vec(),
            IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
        };
        let mut networks: BTreeMap<Vec<u8>, HashSet<Vec<u8>>> = BTreeMap::new();
        for (from, to) in &given {
            networks.entry(network(*from)).or_default().insert(network(*to));
        }
        // One network each, but for the one whose room is taken.
        assert!(networks.values().all(|to| to.len() == 1));
        assert_eq!(given[&addresses[0]].to_string(), "192.0.2.2");
    }
}
