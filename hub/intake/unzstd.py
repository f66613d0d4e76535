"""Decompresses zstd within a limit, so that a small message cannot fill the memory."""

import zstandard

WINDOW_LIMIT_BYTES = 8 * 1024 * 1024


def unzstd(packed: bytes, limit: int) -> bytes:
    """Decompress one frame to at most ``limit`` bytes.

    Raises ValueError for what is damaged, cut short, longer, or followed by something else.
    """
    reader = zstandard.ZstdDecompressor(max_window_size=WINDOW_LIMIT_BYTES)
    try:
        size = zstandard.frame_content_size(packed)
        if size > limit:
            raise ValueError(f"more than {limit} bytes")
        with reader.stream_reader(packed) as stream:
            plain = stream.read(limit + 1)
        if len(plain) > limit:
            raise ValueError(f"more than {limit} bytes")
        if size >= 0 and len(plain) != size:
            raise ValueError("cut short")
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    return plain
