//! POSIX access control lists, as far as they differ from a file's mode.

const GROUP: u16 = 0x04;
const MASK: u16 = 0x10;

/// Returns the mode that a file with this list would have without it: the group bits of its mode are the list's mask,
/// and the rights of the group are in the list. (Linux, `struct posix_acl_xattr_entry`.)
pub fn without_list(mode: u32, list: &[u8]) -> u32 {
    let may = |wanted: u16| {
        let (_version, entries) = list.split_first_chunk::<4>()?;
        let (entries, _) = entries.as_chunks::<8>();
        entries.iter().find_map(|&[tag, tag_high, may, ..]| {
            (u16::from_le_bytes([tag, tag_high]) == wanted).then_some(u32::from(may) & 0o7)
        })
    };
    // An unreadable list gives the group nothing.
    let group = may(GROUP).unwrap_or(0) & may(MASK).unwrap_or(0o7);
    (mode & !0o070) | (group << 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[(u16, u16, u32)]) -> Vec<u8> {
        let entries = entries.iter().flat_map(|(tag, may, who)| {
            [tag.to_le_bytes().as_slice(), &may.to_le_bytes(), &who.to_le_bytes()].concat()
        });
        2_u32.to_le_bytes().into_iter().chain(entries).collect()
    }

    #[test]
    fn the_group_of_a_file_may_do_what_the_list_says_and_not_what_its_mode_says() {
        let nobody = u32::MAX;
        for (group, mask, mode, expected) in [
            (0, Some(6), 0o660, 0o600),
            (4, Some(6), 0o664, 0o644),
            (6, Some(6), 0o660, 0o660),
            (6, Some(4), 0o640, 0o640),
            (6, None, 0o2660, 0o2660),
        ] {
            let mut entries = vec![(1, 6, nobody), (2, 6, 1_002), (4, group, nobody), (32, 0, nobody)];
            entries.extend(mask.map(|mask| (16, mask, nobody)));
            assert_eq!(without_list(mode, &list(&entries)), expected, "{group} {mask:?}");
        }
        for odd in [&b""[..], b"\x02\0\0\0", b"\x02\0\0\0\x04\0\x06"] {
            assert_eq!(without_list(0o660, odd), 0o600);
        }
    }
}
